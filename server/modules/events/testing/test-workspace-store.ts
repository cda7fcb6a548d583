import type pg from 'pg'
import { openInstallation } from '../../../database/open-installation.ts'
import { openPool } from '../../../database/pool.ts'
import { createTestDatabase, type TestDatabase } from '../../../database/testing/create-test-database.ts'
import { type Clock, createClock } from '../../../platform/clock.ts'
import type { Context, Workspace } from '../../../platform/context.ts'
import { newId } from '../../../platform/ids.ts'
import type { Installation } from '../../../platform/installation.ts'
import { createMemory, type Memory } from '../../../platform/memory.ts'
import { type Principal, systemPrincipal } from '../../../platform/principal.ts'

/** A service's way to a database of its own, for tests: both roles, one memory, as many workspaces as wanted. */
export interface TestService {
  readonly database: TestDatabase
  readonly app: pg.Pool
  readonly relay: pg.Pool
  readonly memory: Memory
  readonly clock: Clock
  readonly installation: Installation
  /** Adds an empty workspace. */
  addWorkspace(slug: string): Promise<Workspace>
  /** A call in a workspace; as the system unless a principal is given. */
  contextOf(workspace: Workspace, principal?: Principal): Context
  readonly close: () => Promise<void>
}

/** In a database of its own unless one is given. */
export async function openTestService(given?: TestDatabase): Promise<TestService> {
  const database = given ?? (await createTestDatabase())
  const onConnectionLost = () => undefined
  const app = openPool({ url: database.appUrl, size: 24, name: 'test app', onConnectionLost })
  const relay = openPool({ url: database.relayUrl, size: 4, name: 'test relay', onConnectionLost })
  const memory = createMemory()
  const { rows } = await app.query<{ now: number }>('select now() as now')
  const clock = createClock(rows[0]?.now ?? 0)
  const installation = openInstallation({ pool: app, clock, memory, sealingKey: new Uint8Array(32) })
  return {
    database,
    app,
    relay,
    memory,
    clock,
    installation,
    addWorkspace: (slug) => addWorkspace(app, slug),
    contextOf: (workspace, principal = systemPrincipal) =>
      installation.openContext({ workspace, principal, requestId: newId() }),
    close: async () => {
      await Promise.all([app.end(), relay.end()])
      await database.drop()
    },
  }
}

/** A principal with these permissions and no limits, unless `more` says otherwise. */
export function testPrincipal(permissions: readonly string[], more: Partial<Principal> = {}): Principal {
  return { ...systemPrincipal, kind: 'token', id: newId(), permissions: new Set(permissions), ...more }
}

async function addWorkspace(app: pg.Pool, slug: string): Promise<Workspace> {
  const id = newId()
  const client = await app.connect()
  try {
    await client.query('begin')
    await client.query(`select set_config('app.workspace', $1, true)`, [id])
    await client.query('insert into workspaces (id, slug, name) values ($1, $2, $2)', [id, slug])
    await client.query('insert into workspace_states (workspace_id) values ($1)', [id])
    await client.query('commit')
  } finally {
    client.release()
  }
  return { id, slug, name: slug, purpose: 'live', clockOffsetMs: 0 }
}

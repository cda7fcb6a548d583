import { randomBytes } from 'node:crypto'
import { openInstallation } from '../../../database/open-installation.ts'
import { openPool } from '../../../database/pool.ts'
import { createTestDatabase, type TestDatabase } from '../../../database/testing/create-test-database.ts'
import type { Context, Workspace } from '../../../platform/context.ts'
import { newId } from '../../../platform/ids.ts'
import type { Installation } from '../../../platform/installation.ts'
import { createMemory } from '../../../platform/memory.ts'
import { type Principal, systemPrincipal } from '../../../platform/principal.ts'
import { createWorkspace } from '../create-workspace.ts'
import { type TokenGrant, unlimitedGrant } from '../token.ts'

/** Two processes of one installation on a database of its own, under a clock that the test turns. */
export interface TestInstallation {
  readonly here: Installation
  /** Another process: the same database and time, a memory of its own. */
  readonly elsewhere: Installation
  readonly workspace: Workspace
  /** Lets time pass for both processes. */
  readonly advance: (ms: number) => void
  /** A call in the workspace (or another one), here; as the system unless a principal is given. */
  readonly contextOf: (principal?: Principal, workspace?: Workspace) => Context
  /** Reads or prepares rows past row security. */
  readonly query: <Row>(text: string, values?: unknown[]) => Promise<Row[]>
  /** For a feed of events, which tests start that need one. */
  readonly relayUrl: string
  readonly close: () => Promise<void>
}

/** On a database of its own, unless one is given. */
export async function openTestInstallation(given?: TestDatabase): Promise<TestInstallation> {
  const database = given ?? (await createTestDatabase())
  const onConnectionLost = () => undefined
  const pool = openPool({ url: database.appUrl, size: 12, name: 'test', onConnectionLost })
  const owner = openPool({ url: database.ownerUrl, size: 2, name: 'test owner', onConnectionLost })
  let nowMs = Date.now()
  const clock = { now: () => nowMs, observe: () => undefined }
  const sealingKey = randomBytes(32)
  const open = () => openInstallation({ pool, clock, memory: createMemory(), sealingKey })
  const here = open()
  const workspace = await createWorkspace(here, { slug: 'home', name: 'Home', purpose: 'live' })
  return {
    here,
    elsewhere: open(),
    workspace,
    advance: (ms) => void (nowMs += ms),
    contextOf: (principal = systemPrincipal, place = workspace) =>
      here.openContext({ workspace: place, principal, requestId: newId() }),
    query: async <Row>(text: string, values: unknown[] = []) => (await owner.query(text, values)).rows as Row[],
    relayUrl: database.relayUrl,
    close: async () => {
      await Promise.all([pool.end(), owner.end()])
      await database.drop()
    },
  }
}

/** A principal with these permissions and no limits, unless `more` says otherwise. */
export function principalWith(permissions: readonly string[], more: Partial<Principal> = {}): Principal {
  return { ...systemPrincipal, kind: 'token', id: newId(), permissions: new Set(permissions), ...more }
}

/** The grant of an agent's token that never ends and may touch all, unless `more` says otherwise. */
export function grantOf(more: Partial<TokenGrant> = {}): TokenGrant {
  return {
    ...unlimitedGrant,
    name: 'CRM',
    role: 'agent',
    ...more,
  }
}

/** How a browser arrives that has no session yet. */
export const arrival = { device: { userAgent: 'Test browser', address: '192.0.2.7' }, oldCookie: null }

/** Values for `it.each`, each kept whole: an array among them would be taken for a list of arguments. */
export function wrapped(...values: unknown[]): [unknown][] {
  return values.map((value) => [value])
}

import { randomBytes } from 'node:crypto'
import { openInstallation } from '../../../database/open-installation.ts'
import { openPool } from '../../../database/pool.ts'
import { inTransaction } from '../../../database/transaction.ts'
import { createClock } from '../../../platform/clock.ts'
import type { Tx } from '../../../platform/context.ts'
import type { Installation } from '../../../platform/installation.ts'
import { createMemory } from '../../../platform/memory.ts'
import { createEventFeed, type EventFeed } from '../../events/index.ts'

/** A service with a running feed on a database of its own, under a clock that the test turns on. */
export interface RoutingService {
  readonly installation: Installation
  readonly relay: { read<T>(work: (tx: Tx) => Promise<T>): Promise<T> }
  readonly feed: EventFeed
  /** Lets time pass for the whole service. */
  readonly advance: (ms: number) => void
  /** Reads or prepares rows past row security. */
  query<Row>(text: string, values?: unknown[]): Promise<Row[]>
  readonly close: () => Promise<void>
}

/** A migrated database, and how it ends. */
export interface RoutingDatabase {
  readonly appUrl: string
  readonly relayUrl: string
  readonly ownerUrl: string
  readonly drop: () => Promise<void>
}

/** On a database of its own among the tests', unless one is given. */
export async function openRoutingService(given?: RoutingDatabase): Promise<RoutingService> {
  const database = given ?? (await createDatabase())
  const onConnectionLost = () => undefined
  const pool = openPool({ url: database.appUrl, size: 24, name: 'test app', onConnectionLost })
  const relay = openPool({ url: database.relayUrl, size: 4, name: 'test relay', onConnectionLost })
  const owner = openPool({ url: database.ownerUrl, size: 2, name: 'test owner', onConnectionLost })
  const { rows } = await owner.query<{ now: number }>('select now() as now')
  const databaseClock = createClock(rows[0]?.now ?? 0)
  let ahead = 0
  const clock = { ...databaseClock, now: () => databaseClock.now() + ahead }
  const installation = openInstallation({ pool, clock, memory: createMemory(), sealingKey: randomBytes(32) })
  const feed = createEventFeed({ relay, memory: installation.memory, log: { warn: () => undefined } })
  await feed.start()
  return {
    installation,
    relay: { read: (work) => inTransaction(relay, { workspaceId: null, readOnly: true }, work) },
    feed,
    advance: (ms) => void (ahead += ms),
    query: async <Row>(text: string, values: unknown[] = []) => (await owner.query(text, values)).rows as Row[],
    close: async () => {
      await feed.stop()
      await Promise.all([pool.end(), relay.end(), owner.end()])
      await database.drop()
    },
  }
}

/** Loaded only here: it can be had in a test run alone. */
async function createDatabase(): Promise<RoutingDatabase> {
  const { createTestDatabase } = await import('../../../database/testing/create-test-database.ts')
  return createTestDatabase()
}

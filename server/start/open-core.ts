import { hostname } from 'node:os'
import type pg from 'pg'
import { openInstallation } from '../database/open-installation.ts'
import { openPool } from '../database/pool.ts'
import { inTransaction } from '../database/transaction.ts'
import { type Clock, createClock } from '../platform/clock.ts'
import type { Installation } from '../platform/installation.ts'
import type { Log } from '../platform/log.ts'
import { createMemory } from '../platform/memory.ts'
import type { OpenDatabase } from './open-database.ts'
import { readSealingKey } from './sealing-key.ts'

/** What every role of the service and every command stands on. */
export interface ServiceCore {
  readonly installation: Installation
  readonly clock: Clock
  readonly pool: pg.Pool
  readonly relayPool: pg.Pool
  /** A short name of this process for leases. */
  readonly holder: string
  close(): Promise<void>
}

/** How often the clock is set by the database's. */
const clockCheckMs = 10_000

/** Opens the pools, sets the clock by the database and opens the installation. */
export async function openCore(
  database: Pick<OpenDatabase, 'appUrl' | 'relayUrl' | 'dataFolder'>,
  log: Pick<Log, 'warn'>,
): Promise<ServiceCore> {
  let isClosing = false
  // Connections given up at a stop may still hear PostgreSQL end: nothing is lost by that.
  const onConnectionLost = (name: string) => (error: Error) => {
    if (!isClosing) log.warn('database.lost', { pool: name, error })
  }
  const open = (name: string, url: string, more: { size: number; isKeyed: boolean }) =>
    openPool({ name, url, ...more, onConnectionLost: onConnectionLost(name) })
  const pool = open('switchyard', database.appUrl, { size: 10, isKeyed: false })
  const relayPool = open('switchyard-relay', database.relayUrl, { size: 3, isKeyed: true })
  const clock = createClock(await readDatabaseTime(pool))
  const keepSet = setInterval(() => {
    readDatabaseTime(pool).then(clock.observe, () => {})
  }, clockCheckMs)
  keepSet.unref()
  const sealingKey = await readSealingKey(database.dataFolder)
  const installation = openInstallation({ pool, clock, memory: createMemory(), sealingKey })
  return {
    installation,
    clock,
    pool,
    relayPool,
    holder: `${hostname()}:${process.pid}`,
    close: async () => {
      isClosing = true
      clearInterval(keepSet)
      await Promise.all([pool.end(), relayPool.end()])
    },
  }
}

/** The database's time in epoch ms, taken in the middle of the round trip. */
async function readDatabaseTime(pool: pg.Pool): Promise<number> {
  const before = performance.now()
  const { rows } = await pool.query<{ now: number }>('select clock_timestamp() as now')
  const [row] = rows
  return (row?.now ?? 0) + (performance.now() - before) / 2
}

/** Reads as the relay: headers of all workspaces, contents of none. */
export function relayOf(core: ServiceCore) {
  return {
    read: <T>(work: Parameters<typeof inTransaction<T>>[2]) =>
      inTransaction(core.relayPool, { workspaceId: null, readOnly: true, byKeys: true }, work),
  }
}

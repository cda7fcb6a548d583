import pg from 'pg'
import { GatheringSocket } from './gathering-socket.ts'

/** Instants travel as epoch milliseconds everywhere inside the program; bigints here never leave the safe range. */
const types = new pg.TypeOverrides()
types.setTypeParser(pg.types.builtins.TIMESTAMPTZ, (text) => Date.parse(text))
types.setTypeParser(pg.types.builtins.INT8, Number)

export interface PoolOptions {
  readonly url: string
  readonly size: number
  readonly name: string
  /**
   * Its prepared statements find rows by keys: each is planned once a connection, whatever it is asked, and never scans a
   * table that was empty when it was planned.
   */
  readonly isKeyed?: boolean
  /** A connection that ended for a reason of the server's; the pool replaces it by itself. */
  readonly onConnectionLost: (error: Error) => void
}

const limits =
  '-c statement_timeout=5000 -c lock_timeout=3000 -c idle_in_transaction_session_timeout=10000 -c timezone=UTC -c search_path=public'
const keyed = '-c plan_cache_mode=force_generic_plan -c enable_seqscan=off '

/**
 * Connections that queue statements without waiting for the answer of the one before (`pipeline`), so that
 * begin, workspace, statement and commit cost one round trip (stack.md 3).
 */
export function openPool(options: PoolOptions): pg.Pool {
  const pool = new pg.Pool({
    connectionString: options.url,
    max: options.size,
    application_name: options.name,
    connectionTimeoutMillis: 5_000,
    idleTimeoutMillis: 60_000,
    keepAlive: true,
    pipeline: true,
    stream: () => new GatheringSocket(),
    types,
    options: `${options.isKeyed === true ? keyed : ''}${limits}`,
  } as pg.PoolConfig)
  // The pool tells of idle connections only; one that ends in use must be heard as well, or it ends the process.
  pool.on('error', () => {})
  pool.on('connect', (client) => client.on('error', options.onConnectionLost))
  return pool
}

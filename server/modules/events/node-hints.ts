import type pg from 'pg'
import { newId } from '../../platform/ids.ts'
import type { Log } from '../../platform/log.ts'
import { listenForHints, sendHint } from './feed-view.ts'

/** Hints between the processes of an installation. Losing some costs latency only: readers also poll. */
export interface NodeHints {
  /** Tells the others soon; many calls become one message. */
  send(): void
  stop(): void
}

/** A notifying commit takes a lock of the whole server, so at most one in this time (reliability.md 3.1). */
const gatherMs = 20
const reconnectMs = 1_000

/** Listens on a connection of its own, which it takes out of the relay's pool and replaces when it is lost. */
export function openNodeHints(options: { relay: pg.Pool; log: Pick<Log, 'warn'>; onHint: () => void }): NodeHints {
  const nodeId = newId()
  let client: pg.PoolClient | null = null
  let isStopped = false
  let gathering: NodeJS.Timeout | null = null
  let reconnecting: NodeJS.Timeout | null = null

  async function connect(): Promise<void> {
    const fresh = await options.relay.connect()
    if (isStopped) return fresh.release(true)
    fresh.on('notification', (message) => {
      if (message.payload !== nodeId) options.onHint()
    })
    fresh.on('error', lose)
    fresh.on('end', lose)
    client = fresh
    await listenForHints(fresh)
    // What was committed while nobody listened.
    options.onHint()
  }

  function lose(reason?: unknown): void {
    if (client !== null) {
      client.off('error', lose)
      client.off('end', lose)
      // The connection may still fail after it has been given up.
      client.on('error', () => undefined)
      client.release(true)
      client = null
    }
    if (isStopped || reconnecting !== null) return
    const error = reason instanceof Error ? reason : new Error('The connection was closed.')
    options.log.warn('database.lost', { pool: 'event hints', error })
    reconnecting = setTimeout(() => {
      reconnecting = null
      connect().catch(lose)
    }, reconnectMs)
  }

  connect().catch(lose)
  return {
    send: () => {
      gathering ??= setTimeout(() => {
        gathering = null
        if (client !== null) sendHint(client, nodeId).catch(lose)
      }, gatherMs)
    },
    stop: () => {
      isStopped = true
      if (gathering !== null) clearTimeout(gathering)
      if (reconnecting !== null) clearTimeout(reconnecting)
      lose()
    },
  }
}

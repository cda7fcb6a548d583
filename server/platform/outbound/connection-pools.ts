import { Pool } from 'undici'

import { openGuardedSocket } from './guarded-socket.ts'
import type { SocketOptions, VettedTarget } from './guarded-socket.ts'

export interface PoolOptions extends SocketOptions {
  readonly maxHeaderBytes: number
  readonly idleTimeoutMs: number
}

/** The right to use a pool until it is released. */
export interface PoolLease {
  readonly pool: Pool
  /** The address of the pool's latest connection; empty before the first. */
  peer(): { address?: string }
  release(): void
}

export interface ConnectionPools {
  lease(url: URL, target: VettedTarget): PoolLease
  /** Ends after requests under way have ended. */
  close(): Promise<void>
}

interface Entry {
  readonly pool: Pool
  address: string | undefined
  users: number
  idleTimer: NodeJS.Timeout | undefined
}

/**
 * Open connections by origin and vetted address set. A name that moves to other addresses gets other connections, and two
 * names never share one (reliability.md 3.7 item 5).
 */
export function createConnectionPools(options: PoolOptions): ConnectionPools {
  const entries = new Map<string, Entry>()

  const forget = (key: string, entry: Entry): void => {
    entries.delete(key)
    void entry.pool.close()
  }

  return {
    lease(url, target) {
      const key = keyOf(url, target)
      const entry = entries.get(key) ?? openEntry(url, target, options)
      entries.set(key, entry)
      clearTimeout(entry.idleTimer)
      entry.users += 1
      return {
        pool: entry.pool,
        peer: () => (entry.address === undefined ? {} : { address: entry.address }),
        release: () => {
          entry.users -= 1
          if (entry.users === 0) entry.idleTimer = setTimeout(forget, options.idleTimeoutMs, key, entry).unref()
        },
      }
    },
    async close() {
      const closing = [...entries.values()]
      entries.clear()
      await Promise.all(
        closing.map((entry) => {
          clearTimeout(entry.idleTimer)
          return entry.pool.close()
        }),
      )
    },
  }
}

function openEntry(url: URL, target: VettedTarget, options: PoolOptions): Entry {
  const pool = new Pool(url.origin, {
    allowH2: false,
    pipelining: 1,
    maxHeaderSize: options.maxHeaderBytes,
    keepAliveTimeout: options.idleTimeoutMs,
    keepAliveMaxTimeout: options.idleTimeoutMs,
    headersTimeout: 0,
    bodyTimeout: 0,
    connect: (_request, callback) => {
      openGuardedSocket(target, options).then(
        (socket) => {
          entry.address = socket.remoteAddress
          callback(null, socket)
        },
        (error: Error) => callback(error, null),
      )
    },
  })
  const entry: Entry = { pool, address: undefined, users: 0, idleTimer: undefined }
  return entry
}

function keyOf(url: URL, target: VettedTarget): string {
  const addresses = target.addresses.map((address) => address.text).toSorted()
  return `${url.origin} ${addresses.join(' ')}`
}

import type { Server } from 'node:http'
import { drainLimitMs } from './drain-limit.ts'

const lookForIdleMs = 50

/**
 * Closes a server, whatever is still open when the time for it is over. A connection whose last answer went out during the stop stays
 * open for the next request, so it is ended here.
 */
export async function closeServer({ server, close }: { server: Server; close: () => Promise<void> }): Promise<void> {
  const endIdle = setInterval(() => server.closeIdleConnections(), lookForIdleMs)
  const endAll = setTimeout(() => server.closeAllConnections(), drainLimitMs)
  await close()
  clearInterval(endIdle)
  clearTimeout(endAll)
}

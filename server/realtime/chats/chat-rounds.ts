import { keepCustomers } from '../../modules/chat/index.ts'
import type { Context, Workspace } from '../../platform/context.ts'
import type { Installation } from '../../platform/installation.ts'
import { closeCodes, type Connection } from '../connection.ts'
import { standingOf } from '../credential.ts'
import { endRevoked } from '../end-revoked.ts'

/** How often things happen; tests make it quicker. */
export interface ChatRoundsTiming {
  readonly pingMs: number
  /** Credentials are asked for again this often: within 5 s (reliability.md S3). */
  readonly recheckMs: number
  /** Signs of life of customers are written, and places told anew, this often. */
  readonly keepMs: number
}

export interface ChatRoundsOptions {
  readonly installation: Installation
  /** The chat of each open socket. */
  readonly sockets: ReadonlyMap<Connection, string>
  readonly connections: ReadonlySet<Connection>
  readonly timing: ChatRoundsTiming
  readonly contextOf: (workspace: Workspace) => Context
  readonly onKept: () => void
  readonly onTrouble: (job: string, error: unknown) => void
}

/** What is done for all sockets again and again. */
export function startChatRounds(options: ChatRoundsOptions): { recheck(workspaceId: string): void; stop(): void } {
  const { installation, sockets, connections, timing, contextOf, onTrouble } = options
  const recheck = endRevoked({
    connections,
    standingOf: (credentials) => standingOf(installation, credentials),
    onTrouble: (error) => onTrouble('chats.recheck', error),
  })

  async function keep(): Promise<void> {
    const customers = [...sockets].filter(([{ visitor }]) => visitor.principal.kind === 'customer')
    for (const own of Map.groupBy(customers, ([{ visitor }]) => visitor.workspace.id).values()) {
      const [first] = own
      if (first === undefined) continue
      const chatIds = [...new Set(own.map(([, chatId]) => chatId))]
      await keepCustomers(contextOf(first[0].visitor.workspace), { chatIds, isNew: false })
    }
    options.onKept()
  }

  function ping(): void {
    const deadSince = performance.now() - 2 * timing.pingMs
    for (const connection of connections) {
      if (connection.lastSeenAt < deadSince) connection.close(closeCodes.failed, 'silent')
      else connection.ping()
    }
  }

  const timers = [
    setInterval(() => void recheck(null), timing.recheckMs).unref(),
    setInterval(ping, timing.pingMs).unref(),
    setInterval(() => void keep().catch((error: unknown) => onTrouble('chats.keep', error)), timing.keepMs).unref(),
  ]
  return {
    recheck: (workspaceId) => void recheck(workspaceId),
    stop: () => {
      for (const timer of timers) clearInterval(timer)
    },
  }
}

import { keepCustomers } from '../../modules/chat/index.ts'
import { chunk } from '../../platform/chunk.ts'
import type { Context, Workspace } from '../../platform/context.ts'
import type { Installation } from '../../platform/installation.ts'
import type { Connection } from '../connection.ts'
import { standingOf } from '../credential.ts'
import { endRevoked } from '../end-revoked.ts'
import { pingAll } from '../tell-all.ts'

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

/** Chats that are held while it is noted; who says something there waits until it is. */
const keptTogether = 50

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
      const context = contextOf(first[0].visitor.workspace)
      for (const chatIds of chunk([...new Set(own.map(([, chatId]) => chatId))], keptTogether))
        await keepCustomers(context, { chatIds, isNew: false })
    }
    options.onKept()
  }

  const timers = [
    setInterval(() => void recheck(null), timing.recheckMs).unref(),
    setInterval(() => void pingAll(connections, timing.pingMs), timing.pingMs).unref(),
    setInterval(() => void keep().catch((error: unknown) => onTrouble('chats.keep', error)), timing.keepMs).unref(),
  ]
  return {
    recheck: (workspaceId) => void recheck(workspaceId),
    stop: () => {
      for (const timer of timers) clearInterval(timer)
    },
  }
}

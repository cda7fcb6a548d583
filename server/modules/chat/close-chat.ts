import type { Context } from '../../platform/context.ts'
import { findChat, type ShownChat } from '../chats/index.ts'
import { type ChatEnd, type Grip, handleTicket, joinChanges, noChange, type TicketChange } from '../handling/index.ts'
import { closingPastGuards } from '../handling/index.ts'
import { hasOpenCase } from '../tickets/index.ts'
import { getChat } from './read-chats.ts'

/** Why a chat ends from outside its task. */
export interface ChatClosing extends Pick<ChatEnd, 'by'> {
  readonly reason: 'closed' | 'customer_gone'
}

/**
 * Ends a chat: an answered one with its task, and its ticket keeps its status. One that still waits goes on as a message
 * when something was said, to be answered like any ticket; else nobody is asked any more and the ticket is closed, unless
 * an open case keeps it: then it goes on like one where something was said. A chat
 * that is over is answered as it is. Null when there is no such chat.
 */
export async function closeChat(context: Context, input: { chatId: string } & ChatClosing): Promise<ShownChat | null> {
  const { chatId, ...closing } = input
  const chat = await getChat(context, { chatId })
  if (chat === null) return null
  const handling = { ticketId: chat.ticketId, chatId, permission: 'chat:write' } as const
  if (chat.endedAt === null)
    await handleTicket(context, handling, async (grip, tx) => {
      const live = await findChat(tx, context.workspace.id, chatId)
      if (live === null || live.endedAt !== null) return noChange
      const { ticket, lifecycle } = grip
      const isInCase = await hasOpenCase(tx, context.workspace.id, { ticketId: ticket.id, lifecycle })
      return endChange(grip, { ...closing, live, hasOpenCase: isInCase, at: context.now() })
    })
  return getChat(context, { chatId })
}

interface Ending {
  readonly live: { readonly taskId: string; readonly messageSeq: number }
  /** Of the ticket. */
  readonly hasOpenCase: boolean
  readonly at: number
}

/** What the end of a live chat does to its ticket and task. */
function endChange(grip: Grip, { live, by, reason, ...now }: ChatClosing & Ending): TicketChange {
  const { task, ticket } = grip
  if (task === null || task.id !== live.taskId) return noChange
  if (task.agentId !== null) return { ...noChange, taskMoves: [{ kind: 'endChat', end: { by, reason } }] }
  if (live.messageSeq > 0 || ticket.issueSummary !== '') return leaving('ticket', { by, reason: 'message' })
  const closed = closingPastGuards(grip, { ...now, reason: 'chat_abandoned' })
  const end = { by, reason: 'abandoned' } as const
  return closed === null ? leaving('ticket', end) : joinChanges(leaving(null, end), closed)
}

/** The work of a waiting chat goes on as another kind, or not at all. */
function leaving(to: 'ticket' | 'callback' | null, end: ChatEnd): TicketChange {
  return { ...noChange, taskMoves: [{ kind: 'giveUpChat', to, end }] }
}

import type { Context, Tx } from '../../platform/context.ts'
import { can, requirePermission } from '../access/index.ts'
import {
  type AddedMessage,
  addMessage,
  commitChange,
  gripTickets,
  messageChange,
  MovedMeanwhile,
  type NewMessageInput,
  refuseOtherText,
  SaidElsewhere,
} from '../handling/index.ts'
import {
  findMessage,
  findMessageByClientId,
  findTicket,
  listMessagesOf,
  type Message,
  placeOf,
  type Ticket,
} from '../tickets/index.ts'
import { type Detour, findWay, isSameWay } from './find-way.ts'
import { openFollowUp } from './open-follow-up.ts'

/** A message, the ticket it is kept on, and why that is another one than it was said to; null = it is the same. */
export interface SaidMessage extends AddedMessage {
  readonly detour: Detour | null
}

/**
 * Says something on a ticket. What is said to a merged ticket is kept on the last one it goes on in; a customer's public
 * reply to one closed longer than the reopen window opens a follow-up, or goes on in the one there is. Sent twice under
 * one `clientId` it is said once, wherever it came to be kept. Null when there is no such ticket.
 * Throws `conflict` when newer public messages were not seen, or when another message has this `clientId`.
 */
export async function sayOnTicket(context: Context, input: NewMessageInput): Promise<SaidMessage | null> {
  try {
    const added = await addMessage(context, input)
    if (added === null || added.message.ticketId === input.ticketId)
      return added === null ? null : { ...added, detour: null }
  } catch (error) {
    if (!(error instanceof SaidElsewhere)) throw error
  }
  return sayElsewhere(context, input)
}

async function sayElsewhere(context: Context, input: NewMessageInput): Promise<SaidMessage | null> {
  return context.transaction(async (tx) => {
    const way = await findWay(tx, context, input)
    const grips = await gripTickets(tx, context, { ticketIds: way.ticketIds, agentIds: [] })
    const to = grips.get(input.ticketId)?.ticket
    if (to === undefined || !can(context.principal, 'ticket:read', placeOf(to))) return null
    // Who may write to the ticket may write to what it has become: the place is that of the ticket it knows.
    requirePermission(context, permissionFor(input), placeOf(to))
    if (!isSameWay(way, await findWay(tx, context, input))) throw new MovedMeanwhile('The ticket moved meanwhile.')
    const said = await findSaid(tx, context, input)
    if (said !== null)
      return said.message.ticketId === to.id ? { ...said, detour: null } : { ...said, detour: detourTo(way, said) }
    const end = grips.get(way.ticketIds.at(-1) ?? '')
    if (end === undefined) return null
    if (way.endsTooLate) {
      const ticket = await openFollowUp(tx, context, end, { ...input, to })
      return { ticket, message: await firstMessage(tx, context, ticket), detour: 'follow_up' }
    }
    const isHere = end.ticket.id === to.id
    const change = await messageChange(tx, context, end, { ...input, ...(!isHere && { saidTo: to }) })
    const ticket = await commitChange(tx, context, end, change)
    const message = await findMessage(tx, context.workspace.id, change.messageId)
    if (message === null) throw new Error(`Message ${change.messageId} was written and is gone.`)
    return { ticket, message, detour: isHere ? null : detourTo(way, { ticket }) }
  })
}

function permissionFor({ visibility }: NewMessageInput) {
  return visibility === 'internal' ? 'note:write' : 'message:write'
}

/** What was said before under the sender's own id, wherever it is kept. Throws `conflict` when it was something else. */
async function findSaid(tx: Tx, context: Context, input: NewMessageInput): Promise<AddedMessage | null> {
  const { ticketId, clientId } = input
  if (clientId === null) return null
  const message = await findMessageByClientId(tx, context.workspace.id, { ticketId, clientId })
  if (message === null) return null
  refuseOtherText(message, input)
  const ticket = await findTicket(tx, context.workspace.id, message.ticketId)
  return ticket === null ? null : { ticket, message }
}

/** A follow-up anywhere on the way to a ticket makes it one; a way that no longer leads there was a merge since undone. */
function detourTo(
  { ticketIds, detours }: { ticketIds: readonly string[]; detours: readonly Detour[] },
  { ticket }: { ticket: Pick<Ticket, 'id'> },
): Detour {
  const place = ticketIds.indexOf(ticket.id)
  return detours.slice(0, Math.max(place, 0)).includes('follow_up') ? 'follow_up' : 'merged'
}

async function firstMessage(tx: Tx, context: Context, ticket: Ticket): Promise<Message> {
  const page = { ticketId: ticket.id, after: 0, limit: 1, visibilities: ['public'], customerIds: null } as const
  const [message] = await listMessagesOf(tx, context.workspace.id, page)
  if (message === undefined) throw new Error(`Ticket ${ticket.id} was recorded without its message.`)
  return message
}

import type { Context } from '../../platform/context.ts'
import { can, requirePermission } from '../access/index.ts'
import type { Message } from './message.ts'
import { findMessagesBySeq, listMessagesOf } from './message-view.ts'
import { placeOf } from './place-of.ts'
import { findTicket } from './ticket-view.ts'
import { listTimelineRows, type TimelineRow } from './timeline-view.ts'
import { visibilitiesFor } from './visibilities-for.ts'

/** One line of a ticket's history: what happened, or what was said. */
export type TimelineItem =
  | { readonly kind: 'event'; readonly event: TimelineRow }
  | { readonly kind: 'message'; readonly event: TimelineRow; readonly message: Message }

/** A ticket's events and messages in one order, oldest first; null when there is no such ticket. */
export async function readTimeline(
  context: Context,
  input: { ticketId: string; after: number; limit: number },
): Promise<TimelineItem[] | null> {
  return context.read(async (tx) => {
    const ticket = await findTicket(tx, context.workspace.id, input.ticketId)
    if (ticket === null || !can(context.principal, 'ticket:read', placeOf(ticket))) return null
    const visibilities = visibilitiesFor(context)
    const withCases = can(context.principal, 'case:read', placeOf(ticket))
    const rows = await listTimelineRows(tx, context.workspace.id, { ...input, visibilities, withCases })
    const seqs = rows.filter((row) => row.type === 'message.added').map((row) => Number(row.data['seq']))
    const messages = await findMessagesBySeq(tx, context.workspace.id, { ticketId: input.ticketId, seqs })
    const bySeq = new Map(messages.map((message) => [message.seq, message]))
    return rows.map((event): TimelineItem => {
      const message = event.type === 'message.added' ? bySeq.get(Number(event.data['seq'])) : undefined
      return message === undefined ? { kind: 'event', event } : { kind: 'message', event, message }
    })
  })
}

/** A ticket's messages after a `seq`, oldest first; null when there is no such ticket. */
export async function readMessages(
  context: Context,
  input: { ticketId: string; after: number; limit: number },
): Promise<Message[] | null> {
  return context.read(async (tx) => {
    const ticket = await findTicket(tx, context.workspace.id, input.ticketId)
    if (ticket === null || !can(context.principal, 'ticket:read', placeOf(ticket))) return null
    requirePermission(context, 'message:read', placeOf(ticket))
    return listMessagesOf(tx, context.workspace.id, { ...input, visibilities: visibilitiesFor(context) })
  })
}

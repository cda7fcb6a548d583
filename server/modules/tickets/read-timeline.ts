import { internalMetrics } from '../../core/clocks/index.ts'
import type { Context, Tx } from '../../platform/context.ts'
import { decodeId, encodeId } from '../../platform/ids.ts'
import { isForStaff } from '../../platform/principal.ts'
import { can, requirePermission } from '../access/index.ts'
import { staffEventTypes } from '../events/index.ts'
import type { Message } from './message.ts'
import { findMessages, listMessagesOf } from './message-view.ts'
import { placeOf } from './place-of.ts'
import type { Ticket } from './ticket.ts'
import { findTicket } from './ticket-view.ts'
import {
  findMergedSources,
  findOfferNotes,
  listTimelineRows,
  type TimelineReviews,
  type TimelineRow,
} from './timeline-view.ts'
import { isToldNames, messageFor, readableFor } from './readable-for.ts'

/** One line of a ticket's history: what happened, or what was said. */
export type TimelineItem =
  | { readonly kind: 'event'; readonly event: TimelineRow }
  | { readonly kind: 'message'; readonly event: TimelineRow; readonly message: Message }

/**
 * A ticket's events and messages in one order, oldest first, with what was said on the tickets merged into it; null when
 * there is no such ticket.
 */
export async function readTimeline(
  context: Context,
  input: { ticketId: string; after: number; limit: number },
): Promise<TimelineItem[] | null> {
  return context.read(async (tx) => {
    const ticket = await findTicket(tx, context.workspace.id, input.ticketId)
    if (ticket === null || !can(context.principal, 'ticket:read', placeOf(ticket))) return null
    const withCases = can(context.principal, 'case:read', placeOf(ticket))
    const mergedIds = await readableSources(tx, context, input.ticketId)
    const hidden = isForStaff(context.principal) ? ['ticket.mentions_read'] : staffEventTypes
    const reviews = reviewsFor(context, ticket)
    const hiddenMetrics = isForStaff(context.principal) ? [] : internalMetrics
    const page = { ...input, mergedIds, withCases, hidden, hiddenMetrics, reviews, ...readableFor(context) }
    const rows = await listTimelineRows(tx, context.workspace.id, page)
    const messages = await findMessages(tx, context.workspace.id, rows.flatMap(messageIdOf))
    const byId = new Map(messages.map((message) => [message.id, message]))
    const mayReadNotes = isForStaff(context.principal) && can(context.principal, 'offer:read', placeOf(ticket))
    const notes = await findOfferNotes(tx, context.workspace.id, mayReadNotes ? rows.flatMap(declinedOf) : [])
    return rows.map((row): TimelineItem => {
      const event = withNote(withoutName(context, row), notes)
      const message = byId.get(messageIdOf(event)[0] ?? '')
      return message === undefined
        ? { kind: 'event', event }
        : { kind: 'message', event, message: messageFor(context, message) }
    })
  })
}

/**
 * Staff who see a ticket see what was merged into it. Who sees tickets as their customer or partner sees only the
 * messages of those that are theirs as well, for two may have been merged that were not of one customer.
 */
async function readableSources(tx: Tx, context: Context, ticketId: string): Promise<string[]> {
  const sources = await findMergedSources(tx, context.workspace.id, ticketId)
  const { principal } = context
  const isOfStaff = isForStaff(context.principal)
  return sources.filter(({ place }) => isOfStaff || can(principal, 'ticket:read', place)).map(({ id }) => id)
}

/** Who may read reviews sees all of them; an agent sees that its own work was reviewed. */
function reviewsFor({ principal }: Context, ticket: Ticket): TimelineReviews {
  if (can(principal, 'qa:read', placeOf(ticket))) return 'all'
  return { ofAgent: principal.agentId === null ? null : encodeId('agent', principal.agentId) }
}

function withoutName({ principal }: Context, event: TimelineRow): TimelineRow {
  return event.actor.kind !== 'customer' || isToldNames(principal) ? event : { ...event, actorName: null }
}

/** The log keeps no words of people: what was said with a decline is read where it is kept. */
function withNote(event: TimelineRow, notes: ReadonlyMap<string, string>): TimelineRow {
  const note = notes.get(declinedOf(event)[0] ?? '')
  return note === undefined ? event : { ...event, data: { ...event.data, note } }
}

function declinedOf({ type, data }: TimelineRow): string[] {
  const id = type === 'offer.declined' ? decodeId('offer', String(data['offerId'])) : null
  return id === null ? [] : [id]
}

function messageIdOf({ type, data }: TimelineRow): string[] {
  const id =
    type === 'message.added' || type === 'message.moved' ? decodeId('message', String(data['messageId'])) : null
  return id === null ? [] : [id]
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
    const messages = await listMessagesOf(tx, context.workspace.id, { ...input, ...readableFor(context) })
    return messages.map((message) => messageFor(context, message))
  })
}

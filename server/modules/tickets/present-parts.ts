import { encodeId, type IdKind } from '../../platform/ids.ts'
import { presentActor } from '../events/index.ts'
import { presentAttachment } from '../files/index.ts'
import type { Message } from './message.ts'
import type { TimelineItem } from './read-timeline.ts'
import type { TicketLink } from './ticket-link.ts'

const authorIds: Readonly<Record<string, IdKind>> = {
  agent: 'agent',
  customer: 'customer',
  member: 'member',
  partner: 'partner',
  token: 'token',
}

/** A message as the API writes it. */
export function presentMessage(message: Message) {
  const { kind, id, name } = message.author
  const idKind = authorIds[kind]
  return {
    id: encodeId('message', message.id),
    ticketId: encodeId('ticket', message.ticketId),
    seq: message.seq,
    clientId: message.clientId,
    author: { kind, id: id === null || idKind === undefined ? null : encodeId(idKind, id), name },
    /** Said by the product itself; no person wrote it, and it answers no clock. */
    automatic: kind === 'system',
    visibility: message.visibility,
    body: message.body,
    question: message.isQuestion,
    attachments: message.attachments.map(presentAttachment),
    createdAt: new Date(message.createdAt).toISOString(),
    redaction:
      message.redaction === null ? null : { ...message.redaction, at: new Date(message.redaction.at).toISOString() },
  }
}

/** One line of a timeline as the API writes it. */
export function presentTimelineItem(item: TimelineItem) {
  const { event } = item
  const { seq, type, at, cause, data, actorName } = event
  const actor = presentActor(event.actor as Parameters<typeof presentActor>[0])
  return {
    kind: item.kind,
    seq,
    id: encodeId('event', event.id),
    ticketId: encodeId('ticket', event.ticketId),
    type,
    at: new Date(at).toISOString(),
    actor: { ...actor, name: actorName },
    cause: cause === null ? null : { ...cause },
    data: { ...data },
    message: item.kind === 'message' ? presentMessage(item.message) : null,
  }
}

/** A link as the API writes it. */
export function presentLink(link: TicketLink) {
  return {
    id: encodeId('link', link.id),
    kind: link.kind,
    direction: link.isOutgoing ? ('outgoing' as const) : ('incoming' as const),
    ticket: { ...link.other, id: encodeId('ticket', link.other.id) },
    createdAt: new Date(link.createdAt).toISOString(),
  }
}

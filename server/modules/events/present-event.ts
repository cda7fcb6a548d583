import { encodeId } from '../../platform/ids.ts'
import type { RecordedEvent } from './event.ts'
import { presentActor } from './present-actor.ts'

/** An event as the API writes it. */
export interface PublicEvent {
  readonly seq: number
  readonly id: string
  readonly type: string
  readonly at: string
  readonly subject: { readonly kind: string; readonly id: string }
  readonly ticketId: string | null
  readonly actor: { readonly kind: string; readonly id: string }
  readonly cause: Readonly<Record<string, unknown>> | null
  readonly data: Readonly<Record<string, unknown>>
}

/** Prefixed ids and RFC 3339; `data` and `cause` were written in that form. */
export function presentEvent(event: RecordedEvent): PublicEvent {
  return {
    seq: event.seq,
    id: encodeId('event', event.id),
    type: event.type,
    at: new Date(event.at).toISOString(),
    subject: { kind: event.subjectKind, id: encodeId(event.subjectKind, event.subjectId) },
    ticketId: event.ticketId === null ? null : encodeId('ticket', event.ticketId),
    actor: presentActor(event.actor),
    cause: event.cause,
    data: event.data,
  }
}

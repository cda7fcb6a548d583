import type { Static } from 'typebox'
import type { Principal } from '../../platform/principal.ts'
import type { EventType, eventSchemas, SubjectKind } from './catalogue.ts'

/** A fact about to be recorded. `subject.seq` comes from the subject's locked row, so per-subject order is commit order. */
export type NewEvent = {
  [T in EventType]: {
    readonly type: T
    readonly subject: { readonly kind: SubjectKind; readonly id: string; readonly seq: number }
    readonly ticketId: string | null
    readonly data: Static<(typeof eventSchemas)[T]>
    /** What made it happen when it was not the caller's own wish: a rule, a timer, another event. */
    readonly cause?: Readonly<Record<string, unknown>>
  }
}[EventType]

/** Who did it, as kept in the log: an id and never a name. */
export interface Actor {
  readonly kind: Principal['kind'] | 'agent'
  readonly id: string
}

/** A recorded fact as the log gives it back; `at` in epoch milliseconds, ids as uuids. */
export interface RecordedEvent {
  readonly workspaceId: string
  readonly seq: number
  readonly id: string
  readonly type: EventType
  readonly ticketId: string | null
  readonly subjectKind: SubjectKind
  readonly subjectId: string
  readonly subjectSeq: number
  readonly at: number
  readonly actor: Actor
  readonly cause: Readonly<Record<string, unknown>> | null
  readonly data: Readonly<Record<string, unknown>>
}

/** The actor a principal is in the log: the agent when a person acts as one. */
export function actorOf(principal: Principal): Actor {
  return principal.agentId === null
    ? { kind: principal.kind, id: principal.id }
    : { kind: 'agent', id: principal.agentId }
}

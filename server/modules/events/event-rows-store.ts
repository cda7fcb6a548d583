import type { Fragment } from '../../database/fragment.ts'

/** An event of a gathered intake: of a new ticket, or of the new customer who asked. */
export interface NewEventRow {
  readonly place: number
  readonly id: string
  readonly ticket_id: string | null
  readonly subject_kind: string
  readonly subject_id: string
  readonly subject_seq: number
  readonly type: string
  readonly actor: string
  readonly cause: string | null
  readonly data: string
  /** From where the request came; null when nobody asked. */
  readonly origin: string | null
}

/** Ordered before the sequence is drawn, so a ticket's events rise in the order they happened. */
export const insertIntakeEvents: Fragment<NewEventRow> = {
  name: 'new_events',
  columns: {
    place: 'integer',
    id: 'uuid',
    ticket_id: 'uuid',
    subject_kind: 'text',
    subject_id: 'uuid',
    subject_seq: 'integer',
    type: 'text',
    actor: 'jsonb',
    cause: 'jsonb',
    data: 'jsonb',
    origin: 'jsonb',
  },
  text: `
    insert into events (workspace_id, id, ticket_id, subject_kind, subject_id, subject_seq, type, at, actor, cause, data,
      origin)
    select {$workspace}, ordered.id, ordered.ticket_id, ordered.subject_kind, ordered.subject_id, ordered.subject_seq,
      ordered.type, {$now}, ordered.actor, ordered.cause, ordered.data, ordered.origin
    from (
      select row.*
      from {rows}
      join fresh on fresh.place = row.place
      order by row.place, row.subject_seq) as ordered
    returning 1`,
}

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
      -- whoever asks is there before what is asked
      order by row.place, row.subject_kind <> 'customer', row.subject_seq) as ordered
    returning 1`,
}

/** An event of tickets that were changed together, each by its own caller; the tickets are locked. */
export type TicketEventRow = Omit<NewEventRow, 'place' | 'subject_kind' | 'subject_id' | 'cause'> & {
  readonly ticket_id: string
}

/** Recorded in the order given, so each ticket's rise in the order they happened. */
export const insertTicketEvents: Fragment<TicketEventRow> = {
  name: 'ticket_events',
  columns: {
    id: 'uuid',
    ticket_id: 'uuid',
    subject_seq: 'integer',
    type: 'text',
    actor: 'jsonb',
    data: 'jsonb',
    origin: 'jsonb',
  },
  text: `
    insert into events (workspace_id, id, ticket_id, subject_kind, subject_id, subject_seq, type, at, actor, data, origin)
    select {$workspace}, row.id, row.ticket_id, 'ticket', row.ticket_id, row.subject_seq, row.type, {$now}, row.actor,
      row.data, row.origin
    from {rows}
    returning 1`,
}

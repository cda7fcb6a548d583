import type { Fragment } from '../../database/fragment.ts'
import type { AuthorKind } from './message.ts'

/** A public message of a ticket, of several that are kept together; the tickets are locked. */
export interface SaidMessageRow {
  readonly id: string
  readonly ticket_id: string
  readonly seq: number
  readonly author_kind: AuthorKind
  readonly author_id: string
  readonly body: string
}

export const insertSaidMessages: Fragment<SaidMessageRow> = {
  name: 'said_messages',
  columns: { id: 'uuid', ticket_id: 'uuid', seq: 'integer', author_kind: 'text', author_id: 'uuid', body: 'text' },
  text: `
    insert into messages (workspace_id, id, ticket_id, seq, author_kind, author_id, visibility, body, created_at)
    select {$workspace}, row.id, row.ticket_id, row.seq, row.author_kind, row.author_id, 'public', row.body, {$now}
    from {rows}
    returning 1`,
}

/** A ticket on which something was said. */
export interface SpokenTicketRow {
  readonly id: string
  /** Of its last message and its last event now. */
  readonly message_seq: number
  readonly event_seq: number
  /** By how much its version rises. */
  readonly changes: number
  /** 1 when its clocks have changed, and what is due next then. */
  readonly is_due_new: number
  readonly next_due_at: Date | null
}

export const countOnTickets: Fragment<SpokenTicketRow> = {
  name: 'spoken_tickets',
  columns: {
    id: 'uuid',
    message_seq: 'integer',
    event_seq: 'integer',
    changes: 'integer',
    is_due_new: 'smallint',
    next_due_at: 'timestamptz',
  },
  text: `
    update tickets as ticket
    set message_seq = row.message_seq, event_seq = row.event_seq, version = ticket.version + row.changes,
      updated_at = {$now},
      next_due_at = case when row.is_due_new = 1 then row.next_due_at else ticket.next_due_at end
    from {rows}
    where ticket.workspace_id = {$workspace} and ticket.id = row.id
    returning 1`,
}

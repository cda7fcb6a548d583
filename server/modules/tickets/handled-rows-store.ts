import type { Fragment } from '../../database/fragment.ts'

/** A ticket of several that were handled together, as it is now. */
export interface HandledTicketRow {
  readonly id: string
  /** Of its last event. */
  readonly event_seq: number
  /** Null = whom it had. */
  readonly assignee_id: string | null
  /** Null = it stays where it is; else with the stage it goes back to. */
  readonly status: string | null
  readonly status_category: string | null
  readonly returns_to: string | null
  /** 1 when its clocks have changed, and what is due next then. */
  readonly is_due_new: number
  readonly next_due_at: Date | null
}

/** Changes tickets that are held; the version of each rises by one. */
export const changeHandled: Fragment<HandledTicketRow> = {
  name: 'handled_tickets',
  columns: {
    id: 'uuid',
    event_seq: 'integer',
    assignee_id: 'uuid',
    status: 'text',
    status_category: 'text',
    returns_to: 'text',
    is_due_new: 'smallint',
    next_due_at: 'timestamptz',
  },
  text: `
    update tickets as ticket
    set event_seq = row.event_seq, version = ticket.version + 1, updated_at = {$now},
      assignee_id = case when row.assignee_id is null then ticket.assignee_id else row.assignee_id end,
      status = case when row.status is null then ticket.status else row.status end,
      status_category = case when row.status is null then ticket.status_category else row.status_category end,
      returns_to = case when row.status is null then ticket.returns_to else row.returns_to end,
      next_due_at = case when row.is_due_new = 1 then row.next_due_at else ticket.next_due_at end
    from {rows}
    where ticket.workspace_id = {$workspace} and ticket.id = row.id
    returning 1`,
}

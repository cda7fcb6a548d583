import type { Fragment } from '../../database/fragment.ts'

/** A first clock of a ticket of a gathered intake. `detail` is the StoredClock's own part, see stored-clock.ts. */
export interface NewClockRow {
  readonly place: number
  readonly id: string
  readonly ticket_id: string
  readonly metric: string
  readonly policy: string
  readonly state: string
  readonly target_ms: number
  readonly due_at: Date | null
  readonly detail: string
}

export const insertClocks: Fragment<NewClockRow> = {
  name: 'new_clocks',
  columns: {
    place: 'integer',
    id: 'uuid',
    ticket_id: 'uuid',
    metric: 'text',
    policy: 'text',
    state: 'text',
    target_ms: 'bigint',
    due_at: 'timestamptz',
    detail: 'jsonb',
  },
  text: `
    insert into sla_clocks (workspace_id, id, ticket_id, metric, policy, state, target_ms, started_at, due_at, detail)
    select {$workspace}, row.id, row.ticket_id, row.metric, row.policy, row.state, row.target_ms, {$now}, row.due_at, row.detail
    from {rows}
    join fresh on fresh.place = row.place
    returning 1`,
}

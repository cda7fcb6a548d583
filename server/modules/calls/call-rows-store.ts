import type { Fragment } from '../../database/fragment.ts'

/** The call of a ticket of a gathered intake. */
export interface NewCallRow {
  readonly place: number
  readonly id: string
  readonly ticket_id: string
  readonly task_id: string
  readonly call_ref: string
  readonly from_address: string
  readonly to_address: string
  /** Of a call that was given up before it waited. */
  readonly ended_at: Date | null
  readonly ended_by: string | null
  readonly end_reason: string | null
}

/** The constraint that refuses a second live call with one reference. */
export const oneLiveCall = 'calls_live'

export const insertCalls: Fragment<NewCallRow> = {
  name: 'new_calls',
  columns: {
    place: 'integer',
    id: 'uuid',
    ticket_id: 'uuid',
    task_id: 'uuid',
    call_ref: 'text',
    from_address: 'text',
    to_address: 'text',
    ended_at: 'timestamptz',
    ended_by: 'text',
    end_reason: 'text',
  },
  text: `
    insert into calls (workspace_id, id, ticket_id, task_id, call_ref, from_address, to_address, started_at,
      ended_at, ended_by, end_reason)
    select {$workspace}, row.id, row.ticket_id, row.task_id, row.call_ref, row.from_address, row.to_address, {$now},
      row.ended_at, row.ended_by, row.end_reason
    from {rows}
    join fresh on fresh.place = row.place
    returning 1`,
}

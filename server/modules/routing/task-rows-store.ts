import type { Fragment } from '../../database/fragment.ts'

/** The task of a ticket of a gathered intake: what the router will place. */
export interface NewTaskRow {
  readonly place: number
  readonly id: string
  readonly ticket_id: string
  readonly kind: string
  readonly queue: string
  readonly channel: string
  readonly priority: string
  readonly requirements: string
  readonly preferred_agent_id: string | null
  readonly preferred_until: Date | null
  readonly partner: string | null
  readonly overflowed: string
  readonly preferred_as: string | null
}

export const insertTasks: Fragment<NewTaskRow> = {
  name: 'new_tasks',
  columns: {
    place: 'integer',
    id: 'uuid',
    ticket_id: 'uuid',
    kind: 'text',
    queue: 'text',
    channel: 'text',
    priority: 'text',
    requirements: 'jsonb',
    preferred_agent_id: 'uuid',
    preferred_until: 'timestamptz',
    partner: 'text',
    overflowed: 'text',
    preferred_as: 'text',
  },
  // overflowed travels as an array literal: unnest takes a two-dimensional array apart completely.
  text: `
    insert into tasks (workspace_id, id, ticket_id, kind, queue, channel, priority, requirements, preferred_agent_id,
      preferred_until, preferred_as, partner, overflowed, state, entered_at, created_at)
    select {$workspace}, row.id, row.ticket_id, row.kind, row.queue, row.channel, row.priority, row.requirements,
      row.preferred_agent_id, row.preferred_until, row.preferred_as, row.partner, row.overflowed::text[], 'waiting', {$now}, {$now}
    from {rows}
    join fresh on fresh.place = row.place
    returning 1`,
}

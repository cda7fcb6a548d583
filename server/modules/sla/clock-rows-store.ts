import type { Fragment } from '../../database/fragment.ts'
import type { StoredClock } from './stored-clock.ts'

/** A first clock of a ticket of a gathered intake. `detail` is the StoredClock's own part, see stored-clock.ts. */
export interface NewClockRow {
  readonly place: number
  readonly id: string
  readonly ticket_id: string
  readonly metric: string
  readonly policy: string
  readonly queue: string | null
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
    queue: 'text',
    state: 'text',
    target_ms: 'bigint',
    due_at: 'timestamptz',
    detail: 'jsonb',
  },
  text: `
    insert into sla_clocks (workspace_id, id, ticket_id, metric, policy, queue, state, target_ms, started_at, due_at, detail)
    select {$workspace}, row.id, row.ticket_id, row.metric, row.policy, row.queue, row.state, row.target_ms, {$now}, row.due_at, row.detail
    from {rows}
    join fresh on fresh.place = row.place
    returning 1`,
}

/** A clock as it now is, of tickets that were changed together. */
export interface ClockRow extends Omit<NewClockRow, 'place'> {
  readonly instance: number
  readonly started_at: Date
  readonly met_at: Date | null
  readonly breached_at: Date | null
  readonly elapsed_ms: number | null
}

/** Keeps clocks as they now are, new ones included; the tickets are locked. */
export const keepClocks: Fragment<ClockRow> = {
  name: 'kept_clocks',
  columns: {
    id: 'uuid',
    ticket_id: 'uuid',
    metric: 'text',
    instance: 'integer',
    policy: 'text',
    queue: 'text',
    state: 'text',
    target_ms: 'bigint',
    started_at: 'timestamptz',
    due_at: 'timestamptz',
    met_at: 'timestamptz',
    breached_at: 'timestamptz',
    elapsed_ms: 'bigint',
    detail: 'jsonb',
  },
  text: `
    insert into sla_clocks as clock (workspace_id, id, ticket_id, metric, instance, policy, queue, state, target_ms, started_at,
      due_at, met_at, breached_at, elapsed_ms, detail)
    select {$workspace}, row.id, row.ticket_id, row.metric, row.instance, row.policy, row.queue, row.state, row.target_ms,
      row.started_at, row.due_at, row.met_at, row.breached_at, row.elapsed_ms, row.detail
    from {rows}
    on conflict (workspace_id, id) do update
    set policy = excluded.policy, state = excluded.state, target_ms = excluded.target_ms, due_at = excluded.due_at,
      met_at = excluded.met_at, breached_at = excluded.breached_at, elapsed_ms = excluded.elapsed_ms,
      detail = excluded.detail, version = clock.version + 1
    returning 1`,
}

/** The row of a clock. */
export function clockRow(ticketId: string, { id, ...detail }: StoredClock): ClockRow {
  const { clock } = detail
  return {
    id,
    ticket_id: ticketId,
    metric: clock.metric,
    instance: clock.instance,
    policy: clock.policy,
    queue: clock.queue ?? null,
    state: clock.state,
    target_ms: clock.targetMs,
    started_at: new Date(clock.startedAt),
    due_at: dateOf(clock.dueAt),
    met_at: dateOf(clock.metAt),
    breached_at: dateOf(clock.breachedAt),
    elapsed_ms: clock.metAt === null ? null : clock.elapsedMs,
    detail: JSON.stringify(detail),
  }
}

function dateOf(ms: number | null): Date | null {
  return ms === null ? null : new Date(ms)
}

import { sql } from '../../../server/database/query.ts'
import { type ClaimedTimer, takeTimer } from '../../../server/modules/timers/index.ts'
import type { Context } from '../../../server/platform/context.ts'

/** The harness's own table; a timer that fires twice is two rows of it. */
export const firedTable = `
  create table fired_timers (subject_id uuid not null, due_at timestamptz(3) not null, fired_at timestamptz(3) not null);
  grant insert, select on fired_timers to public`

/** What clocks keep and what the events tell of them; times in epoch ms. */
export const toldClocks = `
  select clock.metric, (clock.detail #>> '{clock,startedAt}')::float8 as "startedAt", clock.target_ms::float8 as "targetMs",
    (clock.detail #>> '{clock,metAt}')::float8 as "metAt",
    array(
      select jsonb_array_elements_text(clock.detail -> 'fired')
      union all
      select entry ->> 'kind' from jsonb_array_elements(clock.detail -> 'ledger') as entry where entry ->> 'kind' = 'breach'
    ) as kept,
    coalesce((
      select jsonb_agg(jsonb_build_object('at', extract(epoch from event.at) * 1000, 'step', case event.type
        when 'sla.warned' then 'warning:' || (event.data ->> 'percent')
        when 'sla.breached' then 'breach'
        else 'escalation:' || (event.data ->> 'step') end))
      from events as event
      where event.workspace_id = clock.workspace_id and event.ticket_id = clock.ticket_id
        and event.type in ('sla.warned', 'sla.breached', 'sla.escalated') and event.data ->> 'metric' = clock.metric
    ), '[]') as told
  from sla_clocks as clock
  where clock.workspace_id = $1`

/** Takes the timer and notes it, in one transaction, as every verb of a timer does. */
export function noteFired(context: Context, timer: ClaimedTimer): Promise<boolean> {
  return context.transaction(async (tx) => {
    if (!(await takeTimer(tx, context.workspace.id, timer))) return false
    await tx.count(sql`
      insert into fired_timers (subject_id, due_at, fired_at)
      values (${timer.subjectId}, ${new Date(timer.dueAt)}, clock_timestamp())`)
    return true
  })
}

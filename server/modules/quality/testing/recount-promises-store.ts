import type { VerdictSums } from '../index.ts'
import type { Query } from './recount-store.ts'

/** A broken promise and for how long it was, in ms. */
export interface RecountedBreach {
  readonly number: number
  readonly metric: string
  readonly policy: string
  readonly lateMs: number
}

interface Span {
  readonly from: number
  readonly to: number
  /** A condition on `ticket`. */
  readonly place?: string
}

const clocksIn = (place = 'true') => `
  from tickets as ticket
  join sla_clocks as clock on clock.workspace_id = ticket.workspace_id and clock.ticket_id = ticket.id
  where ticket.workspace_id = $1 and ticket.created_at >= $2 and ticket.created_at < $3 and ${place}`

/**
 * Counts the verdicts on the clocks of the tickets created in a time by one statement of plain SQL, which shares nothing
 * with the report: what it is held against.
 */
export function recountVerdicts(query: Query, workspaceId: string, { from, to, place }: Span): Promise<VerdictSums[]> {
  const undecided = ['running', 'paused', 'cancelled', 'not_applicable']
    .map((state) => `'${state}', count(*) filter (where clock.state = '${state}')`)
    .join(', ')
  return query<VerdictSums>(
    `select case grouping(clock.policy, coalesce(clock.queue, ticket.queue), ticket.priority)
         when 7 then 'metric' when 3 then 'policy' when 5 then 'queue' else 'priority' end as split,
       clock.metric, coalesce(clock.policy, coalesce(clock.queue, ticket.queue), ticket.priority) as key,
       (count(*) filter (where clock.met_at is not null and clock.breached_at is null
         and clock.state not in ('cancelled', 'not_applicable')))::int as met,
       (count(*) filter (where clock.breached_at is not null
         and clock.state not in ('cancelled', 'not_applicable')))::int as breached,
       jsonb_build_object(${undecided}) as "excludedBy"
     ${clocksIn(place)}
     group by grouping sets ((clock.metric), (clock.metric, clock.policy), (clock.metric, coalesce(clock.queue, ticket.queue)),
       (clock.metric, ticket.priority))
     order by split, clock.metric, key nulls last`,
    [workspaceId, new Date(from), new Date(to)],
  )
}

/** The twenty promises that were broken the longest, until they were kept after all or until now. */
export function recountWorst(
  query: Query,
  workspaceId: string,
  { from, to, place, now }: Span & { now: number },
): Promise<RecountedBreach[]> {
  return query<RecountedBreach>(
    `select ticket.number::float8 as number, clock.metric, clock.policy,
       (extract(epoch from coalesce(clock.met_at, $4::timestamptz) - clock.breached_at) * 1000)::float8 as "lateMs"
     ${clocksIn(place)} and clock.breached_at is not null and clock.state not in ('cancelled', 'not_applicable')
     order by "lateMs" desc, ticket.number, clock.metric, clock.instance
     limit 20`,
    [workspaceId, new Date(from), new Date(to), new Date(now)],
  )
}

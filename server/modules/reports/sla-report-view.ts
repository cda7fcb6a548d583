import { sql } from '../../database/query.ts'
import type { Tx } from '../../platform/context.ts'
import { type ReportAsked, reportPlace } from '../quality/index.ts'

/** What verdicts are split by, beside their metric. */
export const slaSplits = ['metric', 'policy', 'queue', 'priority'] as const

/** Clocks without a verdict, by what became of them. */
export const undecidedStates = ['running', 'paused', 'cancelled', 'not_applicable'] as const

export type UndecidedState = (typeof undecidedStates)[number]

export interface VerdictRow {
  readonly split: (typeof slaSplits)[number]
  readonly metric: string
  /** Of the split; null for tickets without that property, and where only the metric counts. */
  readonly key: string | null
  readonly met: number
  readonly breached: number
  readonly excludedBy: Readonly<Record<UndecidedState, number>>
}

export interface BreachRow {
  readonly ticketId: string
  readonly number: number
  readonly queue: string | null
  readonly priority: string
  readonly metric: string
  readonly policy: string
  readonly breachedAt: number
  readonly metAt: number | null
  readonly lateMs: number
}

/** The clocks of the tickets created in the time. */
const clocksIn = (workspaceId: string, asked: ReportAsked) => sql`
  from tickets as ticket
  join sla_clocks as clock on clock.workspace_id = ticket.workspace_id and clock.ticket_id = ticket.id
  where ticket.workspace_id = ${workspaceId} and ticket.created_at >= ${new Date(asked.from)}
    and ticket.created_at < ${new Date(asked.to)} and ${reportPlace(asked)}`

/** Verdicts by metric, and by metric with each split. */
export function countVerdicts(tx: Tx, workspaceId: string, asked: ReportAsked): Promise<VerdictRow[]> {
  return tx.rows(sql<VerdictRow>`
    select case grouping(clock.policy, ticket.queue, ticket.priority)
        when 7 then 'metric' when 3 then 'policy' when 5 then 'queue' else 'priority' end as split,
      clock.metric, coalesce(clock.policy, ticket.queue, ticket.priority) as key,
      (count(*) filter (where clock.met_at is not null and clock.breached_at is null
        and clock.state not in ('cancelled', 'not_applicable')))::int as met,
      (count(*) filter (where clock.breached_at is not null
        and clock.state not in ('cancelled', 'not_applicable')))::int as breached,
      jsonb_build_object(${sql.join(
        undecidedStates.flatMap((state) => [sql`${state}::text`, sql`count(*) filter (where clock.state = ${state})`]),
        sql`, `,
      )}) as "excludedBy"
    ${clocksIn(workspaceId, asked)}
    group by grouping sets ((clock.metric), (clock.metric, clock.policy), (clock.metric, ticket.queue),
      (clock.metric, ticket.priority))`)
}

/** The promises that were broken the longest: until they were kept after all, or until now. */
export function listWorstBreaches(
  tx: Tx,
  workspaceId: string,
  { asked, now, limit }: { asked: ReportAsked; now: number; limit: number },
): Promise<BreachRow[]> {
  return tx.rows(sql<BreachRow>`
    select ticket.id as "ticketId", ticket.number, ticket.queue, ticket.priority, clock.metric, clock.policy,
      clock.breached_at as "breachedAt", clock.met_at as "metAt",
      (extract(epoch from coalesce(clock.met_at, ${new Date(now)}::timestamptz) - clock.breached_at) * 1000)::float8
        as "lateMs"
    ${clocksIn(workspaceId, asked)} and clock.breached_at is not null
      and clock.state not in ('cancelled', 'not_applicable')
    order by "lateMs" desc, ticket.id
    limit ${limit}`)
}

import { sql } from '../../database/query.ts'
import type { Tx } from '../../platform/context.ts'

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

/** Of some tickets the promises that were broken the longest: until they were kept after all, or until now. */
export function listWorstBreaches(
  tx: Tx,
  workspaceId: string,
  { numbers, now, limit }: { numbers: readonly number[]; now: number; limit: number },
): Promise<BreachRow[]> {
  return tx.rows(sql<BreachRow>`
    select ticket.id as "ticketId", ticket.number, ticket.queue, ticket.priority, clock.metric, clock.policy,
      clock.breached_at as "breachedAt", clock.met_at as "metAt",
      (extract(epoch from coalesce(clock.met_at, ${new Date(now)}::timestamptz) - clock.breached_at) * 1000)::float8
        as "lateMs"
    from tickets as ticket
    join sla_clocks as clock on clock.workspace_id = ticket.workspace_id and clock.ticket_id = ticket.id
    where ticket.workspace_id = ${workspaceId} and ticket.number = any(${[...numbers]}::bigint[])
      and clock.breached_at is not null and clock.state not in ('cancelled', 'not_applicable')
    order by "lateMs" desc, ticket.number, clock.metric, clock.instance
    limit ${limit}`)
}

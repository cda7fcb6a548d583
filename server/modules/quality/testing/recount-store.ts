/** Runs a statement past row security and gives its rows. */
export type Query = <Row>(text: string, values: unknown[]) => Promise<Row[]>

/** What a set of tickets comes to, counted the slow way. Times in ms. */
export interface Recounted {
  readonly key: string | null
  readonly isTotal: boolean
  readonly tickets: number
  readonly n: number
  readonly p50Ms: number | null
  readonly p90Ms: number | null
  readonly met: number
  readonly breached: number
  readonly reopened: number
}

const parts = {
  created: { at: 'ticket.created_at', metric: 'firstResponse' },
  ended: { at: 'coalesce(ticket.solved_at, ticket.closed_at)', metric: 'resolution' },
} as const

/**
 * Counts the tickets created or ended in a time by one statement of plain SQL, which shares nothing with the report: what
 * it is held against. `column` of `ticket` splits them, `place` is a condition on it.
 */
export function recountTickets(
  query: Query,
  workspaceId: string,
  asked: { part: keyof typeof parts; from: number; to: number; column: string; place?: string },
): Promise<Recounted[]> {
  const { at, metric } = parts[asked.part]
  return query<Recounted>(
    `with last_clocks as (
       select distinct on (clock.ticket_id) clock.ticket_id, clock.elapsed_ms, clock.met_at, clock.breached_at
       from sla_clocks as clock
       where clock.workspace_id = $1 and clock.metric = '${metric}' and clock.state not in ('cancelled', 'not_applicable')
       order by clock.ticket_id, clock.instance desc)
     select ticket.${asked.column}::text as key, grouping(ticket.${asked.column}) = 1 as "isTotal",
       count(*)::int as tickets, count(clock.elapsed_ms)::int as n,
       percentile_cont(0.5) within group (order by clock.elapsed_ms) as "p50Ms",
       percentile_cont(0.9) within group (order by clock.elapsed_ms) as "p90Ms",
       (count(*) filter (where clock.met_at is not null and clock.breached_at is null))::int as met,
       (count(*) filter (where clock.breached_at is not null))::int as breached,
       (count(*) filter (where ticket.reopened > 0))::int as reopened
     from tickets as ticket
     left join last_clocks as clock on clock.ticket_id = ticket.id
     where ticket.workspace_id = $1 and ${at} >= $2 and ${at} < $3 and ${asked.place ?? 'true'}
     group by grouping sets ((), (ticket.${asked.column}))
     order by "isTotal" desc, key`,
    [workspaceId, new Date(asked.from), new Date(asked.to)],
  )
}

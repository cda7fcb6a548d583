import { sql } from '../../database/query.ts'
import type { Tx } from '../../platform/context.ts'
import { type ReportAsked, reportPlace } from '../quality/index.ts'

/** Of one day in UTC, `2026-11-20`. */
export interface DayRow {
  readonly day: string
  readonly created: number
  readonly closed: number
}

/** Tickets created and ended on each day that had one, the earliest first. */
export function listDayRows(tx: Tx, workspaceId: string, asked: ReportAsked): Promise<DayRow[]> {
  const [from, to, place] = [new Date(asked.from), new Date(asked.to), reportPlace(asked)]
  return tx.rows(sql<DayRow>`
    select to_char(row.at at time zone 'UTC', 'YYYY-MM-DD') as day,
      (count(*) filter (where not row.ended))::int as created, (count(*) filter (where row.ended))::int as closed
    from (
      select ticket.created_at as at, false as ended
      from tickets as ticket
      where ticket.workspace_id = ${workspaceId} and ticket.created_at >= ${from} and ticket.created_at < ${to} and ${place}
      union all
      select coalesce(ticket.solved_at, ticket.closed_at) as at, true as ended
      from tickets as ticket
      where ticket.workspace_id = ${workspaceId} and coalesce(ticket.solved_at, ticket.closed_at) >= ${from}
        and coalesce(ticket.solved_at, ticket.closed_at) < ${to} and ${place}) as row
    group by day
    order by day`)
}

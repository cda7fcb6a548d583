import { sql } from '../../database/query.ts'
import type { Tx } from '../../platform/context.ts'
import { createdIn, endedIn, openTickets, partsOf, type ReportAsked } from './report-view.ts'

export interface VolumeRow {
  readonly split: 'queue' | 'channel' | 'agent'
  /** Null for tickets without that property. */
  readonly key: string | null
  readonly created: number
  readonly closed: number
  readonly open: number
}

/** The volume of a time by queue, by channel and by assignee: every ticket is read once for all three. */
export function findVolumeRows(tx: Tx, workspaceId: string, asked: ReportAsked): Promise<VolumeRow[]> {
  const parts = partsOf(workspaceId, asked)
  const columnsOf = (part: 'created' | 'closed' | 'open') =>
    sql`ticket.queue, ticket.channel, ticket.assignee_id::text as agent, ${part}::text as part`
  return tx.rows(sql<VolumeRow>`
    select case grouping(row.queue, row.channel, row.agent) when 3 then 'queue' when 5 then 'channel' else 'agent' end
        as split,
      coalesce(row.queue, row.channel, row.agent) as key,
      (count(*) filter (where row.part = 'created'))::int as created,
      (count(*) filter (where row.part = 'closed'))::int as closed,
      (count(*) filter (where row.part = 'open'))::int as open
    from (
      select ${columnsOf('created')} from tickets as ticket where ${createdIn(parts)}
      union all
      select ${columnsOf('closed')} from tickets as ticket where ${endedIn(parts)}
      union all
      ${openTickets(parts, columnsOf('open'))}) as row
    group by grouping sets ((row.queue), (row.channel), (row.agent))
    order by split, key nulls last`)
}

import { sql } from '../../database/query.ts'
import type { Tx } from '../../platform/context.ts'
import { openTickets, partsOf, type ReportAsked } from './report-view.ts'

/** What volume is split by. */
export const volumeSplits = ['queue', 'channel', 'agent'] as const

export interface OpenShareRow {
  readonly split: (typeof volumeSplits)[number]
  /** Null for tickets without that property. */
  readonly key: string | null
  readonly open: number
}

/** Tickets open at the end of a time by queue, by channel and by assignee: each is read once for all three. */
export function findOpenShares(tx: Tx, workspaceId: string, asked: ReportAsked): Promise<OpenShareRow[]> {
  const parts = partsOf(workspaceId, asked)
  return tx.rows(sql<OpenShareRow>`
    select case grouping(row.queue, row.channel, row.agent) when 3 then 'queue' when 5 then 'channel' else 'agent' end
        as split,
      coalesce(row.queue, row.channel, row.agent) as key, count(*)::int as open
    from (${openTickets(parts, sql`ticket.queue, ticket.channel, ticket.assignee_id::text as agent`)}) as row
    group by grouping sets ((row.queue), (row.channel), (row.agent))`)
}

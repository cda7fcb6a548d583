import { sql } from '../../database/query.ts'
import type { Tx } from '../../platform/context.ts'

/** A ticket as far as it says what it is about. */
export interface AlikeTicket {
  readonly id: string
  readonly number: number
  readonly issueSummary: string
  readonly createdAt: number
}

/** What tickets of one issue have in common beside their words. */
export interface IssueArea {
  /** What is affected, else the service line. */
  readonly service: string | null
  readonly category: string | null
}

export function areaOf(ticket: {
  readonly affected: readonly string[]
  readonly serviceLine: string | null
  readonly category: string | null
}): IssueArea {
  return { service: ticket.affected[0] ?? ticket.serviceLine, category: ticket.category }
}

/** What is usual is told by the four weeks before. */
export const baselineMs = 28 * 24 * 3_600_000
/** Of a busier area the latest ones stand for all. */
const mostCompared = 5_000

/** The latest tickets of an area, those merged into others aside, oldest first. */
export interface TicketsOfArea {
  readonly tickets: readonly AlikeTicket[]
  /** Since when these are all of them. */
  readonly from: number
}

/** The tickets of an area that came since an instant, or as many of the latest as are compared. */
export async function findTicketsOfArea(
  tx: Tx,
  workspaceId: string,
  { area, since }: { area: IssueArea; since: number },
): Promise<TicketsOfArea> {
  const rows = await tx.rows(sql<AlikeTicket>`
    select ticket.id, ticket.number, ticket.issue_summary as "issueSummary", ticket.created_at as "createdAt"
    from tickets as ticket
    where ticket.workspace_id = ${workspaceId} and ticket.created_at >= ${new Date(since)}
      and coalesce(ticket.affected[1], ticket.service_line) is not distinct from ${area.service}
      and ticket.category is not distinct from ${area.category}
      and not exists (
        select from ticket_merges as merge
        where merge.workspace_id = ticket.workspace_id and merge.source_id = ticket.id and merge.undone_at is null)
    order by ticket.created_at desc, ticket.id desc
    limit ${mostCompared}`)
  const tickets = rows.toReversed()
  return { tickets, from: rows.length < mostCompared ? since : (tickets[0]?.createdAt ?? since) }
}

/** Whether a trigger has opened a case for one of these tickets that is still open, or was opened since. */
export async function hasCaseOfTrigger(
  tx: Tx,
  workspaceId: string,
  { trigger, ticketIds, since }: { trigger: string; ticketIds: readonly string[]; since: number },
): Promise<boolean> {
  const found = await tx.first(sql<{ id: string }>`
    select one.id
    from case_tickets as member
    join cases as one on one.workspace_id = member.workspace_id and one.id = member.case_id
    where member.workspace_id = ${workspaceId} and member.ticket_id = any(${ticketIds}::uuid[])
      and one.trigger = ${trigger}
      and (one.closed_at is null or one.created_at >= ${new Date(since)})
    limit 1`)
  return found !== null
}

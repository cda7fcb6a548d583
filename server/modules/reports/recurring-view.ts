import { customerMetrics } from '../../core/clocks/index.ts'
import { sql } from '../../database/query.ts'
import type { Tx } from '../../platform/context.ts'
import { type ReportAsked, reportPlace } from '../quality/index.ts'

/** A ticket as far as it says what it is about. */
export interface IssueRow {
  readonly id: string
  readonly number: number
  readonly service: string | null
  readonly cause: string | null
  readonly category: string | null
  readonly issueSummary: string
  readonly status: string
  readonly customerId: string
  readonly reopened: number
  readonly createdAt: number
}

/** What a ticket has cost. */
export interface IssueCost {
  readonly ticketId: string
  readonly isBreached: boolean
  /** How long agents had its work in hand, all together. */
  readonly workMs: number
}

const createdIn = (workspaceId: string, asked: ReportAsked) => sql`
  ticket.workspace_id = ${workspaceId} and ticket.created_at >= ${new Date(asked.from)}
  and ticket.created_at < ${new Date(asked.to)} and ${reportPlace(asked)}`

/** The latest tickets of the time, oldest first; those that were merged into others tell of what those tell of. */
export function findIssues(tx: Tx, workspaceId: string, { asked, limit }: { asked: ReportAsked; limit: number }) {
  return tx.rows(sql<IssueRow>`
    select *
    from (
      select ticket.id, ticket.number, coalesce(ticket.affected[1], ticket.service_line) as service,
        ticket.cause ->> 'code' as cause, ticket.category, ticket.issue_summary as "issueSummary", ticket.status,
        ticket.customer_id as "customerId", ticket.reopened, ticket.created_at as "createdAt"
      from tickets as ticket
      where ${createdIn(workspaceId, asked)}
        and not exists (
          select from ticket_merges as merge
          where merge.workspace_id = ticket.workspace_id and merge.source_id = ticket.id and merge.undone_at is null)
      order by ticket.created_at desc, ticket.id desc
      limit ${limit}) as latest
    order by latest."createdAt", latest.id`)
}

/** Work not let go of yet counts until now. */
export function findCosts(
  tx: Tx,
  workspaceId: string,
  { ticketIds, now }: { ticketIds: readonly string[]; now: number },
): Promise<IssueCost[]> {
  return tx.rows(sql<IssueCost>`
    select ticket.id as "ticketId",
      exists (
        select from sla_clocks as clock
        where clock.workspace_id = ${workspaceId} and clock.ticket_id = ticket.id and clock.breached_at is not null
          and clock.metric = any(${[...customerMetrics]}::text[]) and clock.state not in ('cancelled', 'not_applicable')) as "isBreached",
      coalesce(work.ms, 0)::float8 as "workMs"
    from unnest(${ticketIds}::uuid[]) as ticket (id)
    left join lateral (
      select sum(extract(epoch from coalesce(offer.released_at, ${new Date(now)}::timestamptz) - offer.ended_at)) * 1000
        as ms
      from tasks as task
      join offers as offer on offer.workspace_id = task.workspace_id and offer.task_id = task.id
      where task.workspace_id = ${workspaceId} and task.ticket_id = ticket.id and offer.state = 'accepted') as work on true`)
}

/** What tickets were caused by, as far as somebody has linked them. */
export function findProblems(
  tx: Tx,
  workspaceId: string,
  ticketIds: readonly string[],
): Promise<{ ticketId: string; problem: Problem }[]> {
  return tx.rows(sql<{ ticketId: string; problem: Problem }>`
    select link.ticket_id as "ticketId",
      jsonb_build_object('id', problem.id, 'number', problem.number, 'issueSummary', problem.issue_summary,
        'status', problem.status, 'isSolved', problem.status_category in ('solved', 'closed')) as problem
    from ticket_links as link
    join tickets as problem on problem.workspace_id = link.workspace_id and problem.id = link.other_ticket_id
    where link.workspace_id = ${workspaceId} and link.ticket_id = any(${ticketIds}::uuid[]) and link.kind = 'caused_by'
    order by problem.id`)
}

/** A ticket that others were caused by. */
export interface Problem {
  readonly id: string
  readonly number: number
  readonly issueSummary: string
  readonly status: string
  readonly isSolved: boolean
}

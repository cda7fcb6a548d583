import { sql } from '../../database/query.ts'
import type { Tx } from '../../platform/context.ts'
import type { BeforeBulk, Bulk, BulkOutcome } from './bulk.ts'

const select = sql`
  select bulk.id, bulk.state, bulk.action, bulk.selection, bulk.principal as asker, bulk.undone_by as "undoneBy",
    bulk.created_at as "createdAt", bulk.finished_at as "finishedAt", bulk.undoable_until as "undoableUntil",
    bulk.undone_at as "undoneAt", bulk.lasting, bulk.is_undoable as "isUndoable", counted.counts
  from bulk_changes as bulk
  cross join lateral (
    select jsonb_build_object(
      'pending', count(*) filter (where one.outcome = 'pending'),
      'changed', count(*) filter (where one.outcome = 'changed'),
      'unchanged', count(*) filter (where one.outcome = 'unchanged'),
      'refused', count(*) filter (where one.outcome = 'refused'),
      'undone', count(*) filter (where one.outcome = 'undone'),
      'kept', count(*) filter (where one.outcome = 'kept')) as counts
    from bulk_tickets as one
    where one.workspace_id = bulk.workspace_id and one.bulk_id = bulk.id) as counted`

/** One change with its counts, or null. */
export function findBulk(tx: Tx, workspaceId: string, bulkId: string): Promise<Bulk | null> {
  return tx.first<Bulk>(sql`${select} where bulk.workspace_id = ${workspaceId} and bulk.id = ${bulkId}`)
}

/** The last changes somebody asked for, newest first. */
export function listBulksBy(
  tx: Tx,
  workspaceId: string,
  page: { askerId: string; before: string | null; limit: number },
): Promise<Bulk[]> {
  return tx.rows<Bulk>(sql`
    ${select}
    where bulk.workspace_id = ${workspaceId}
      and bulk.principal ->> 'id' = ${page.askerId}
      and (${page.before}::uuid is null or bulk.id < ${page.before}::uuid)
    order by bulk.id desc
    limit ${page.limit}`)
}

/** Tickets of a change that have this outcome, from the first one on. */
export async function findTicketsWith(
  tx: Tx,
  workspaceId: string,
  which: { bulkId: string; outcome: BulkOutcome; limit: number },
): Promise<string[]> {
  const rows = await tx.rows(sql<{ id: string }>`
    select one.ticket_id as id
    from bulk_tickets as one
    where one.workspace_id = ${workspaceId} and one.bulk_id = ${which.bulkId} and one.outcome = ${which.outcome}
    order by one.ticket_id
    limit ${which.limit}`)
  return rows.map((row) => row.id)
}

/** Those of these tickets whose open work is a conversation, or a call that was promised. */
export async function findLiveTickets(tx: Tx, workspaceId: string, ids: readonly string[]): Promise<string[]> {
  const rows = await tx.rows(sql<{ id: string }>`
    select task.ticket_id as id
    from tasks as task
    where task.workspace_id = ${workspaceId}
      and task.ticket_id = any(${ids}::uuid[])
      and task.case_id is null
      and task.kind <> 'ticket'
      and task.state not in ('done', 'cancelled', 'abandoned')`)
  return rows.map((row) => row.id)
}

/** What undoing gives back to a ticket, and the version it expects. */
export function findBefore(
  tx: Tx,
  workspaceId: string,
  { bulkId, ticketId }: { bulkId: string; ticketId: string },
): Promise<{ before: BeforeBulk; version: number } | null> {
  return tx.first(sql<{ before: BeforeBulk; version: number }>`
    select one.before, one.version
    from bulk_tickets as one
    where one.workspace_id = ${workspaceId} and one.bulk_id = ${bulkId} and one.ticket_id = ${ticketId}
      and one.before is not null`)
}

/** What became of one ticket. */
export interface BulkTicket {
  readonly ticketId: string
  readonly number: number
  readonly issueSummary: string
  readonly outcome: BulkOutcome
  readonly code: string | null
  readonly detail: string | null
}

/** What became of the tickets of a change, in the order of their ids. */
export function listBulkTickets(
  tx: Tx,
  workspaceId: string,
  page: { bulkId: string; outcome: BulkOutcome | null; after: string | null; limit: number },
): Promise<BulkTicket[]> {
  return tx.rows(sql<BulkTicket>`
    select one.ticket_id as "ticketId", ticket.number, ticket.issue_summary as "issueSummary", one.outcome, one.code,
      one.detail
    from bulk_tickets as one
    join tickets as ticket on ticket.workspace_id = one.workspace_id and ticket.id = one.ticket_id
    where one.workspace_id = ${workspaceId}
      and one.bulk_id = ${page.bulkId}
      and (${page.outcome}::text is null or one.outcome = ${page.outcome}::text)
      and (${page.after}::uuid is null or one.ticket_id > ${page.after}::uuid)
    order by one.ticket_id
    limit ${page.limit}`)
}

/** Whether there is such an agent, who is not archived. */
export async function isAgent(tx: Tx, workspaceId: string, agentId: string): Promise<boolean> {
  const row = await tx.first(sql`
    select 1 as found
    from agents as agent
    where agent.workspace_id = ${workspaceId} and agent.id = ${agentId} and agent.archived_at is null`)
  return row !== null
}

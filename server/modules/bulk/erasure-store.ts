import { sql } from '../../database/query.ts'
import type { Tx } from '../../platform/context.ts'

/** How much was blanked, by table. */
export type BlankedBulks = Readonly<Record<'bulk_changes' | 'bulk_tickets', number>>

/** An action without what people wrote in it: its kind and its codes. */
const codesOfAction = sql`
  bulk.action - array['resolution', 'cause', 'correction', 'note', 'fields', 'body']
    || case when bulk.action ? 'set'
      then jsonb_build_object('set', (bulk.action -> 'set') - 'priorityReason') else '{}' end
    || case when bulk.action ->> 'kind' = 'tags' then '{"add": [], "remove": []}'::jsonb else '{}' end`

/**
 * Blanks what changes of many tickets keep about these, and by which words they were searched for; what a change says in
 * words only once it has ended, since it still says so to the other tickets. None of these gets back what it had.
 */
export async function blankBulks(tx: Tx, workspaceId: string, ticketIds: readonly string[]): Promise<BlankedBulks> {
  const changes = await tx.count(sql`
    update bulk_changes as bulk
    set selection = bulk.selection || '{"q": null}'::jsonb,
      action = case when bulk.state = 'running' then bulk.action else ${codesOfAction} end
    where bulk.workspace_id = ${workspaceId}
      and bulk.id in (
        select one.bulk_id
        from bulk_tickets as one
        where one.workspace_id = ${workspaceId} and one.ticket_id = any(${ticketIds}::uuid[]))`)
  const tickets = await tx.count(sql`
    update bulk_tickets as one
    set before = null, detail = null
    where one.workspace_id = ${workspaceId}
      and one.ticket_id = any(${ticketIds}::uuid[])
      and (one.before is not null or one.detail is not null)`)
  return { bulk_changes: changes, bulk_tickets: tickets }
}

/** Blanks the words of a change that has just ended and had a ticket of a customer who was erased meanwhile. */
export async function blankEndedBulk(tx: Tx, workspaceId: string, bulkId: string): Promise<void> {
  await tx.count(sql`
    update bulk_changes as bulk
    set action = ${codesOfAction}
    where bulk.workspace_id = ${workspaceId}
      and bulk.id = ${bulkId}
      and exists (
        select 1
        from bulk_tickets as one
        join tickets as ticket on ticket.workspace_id = one.workspace_id and ticket.id = one.ticket_id
        join customers as customer on customer.workspace_id = ticket.workspace_id and customer.id = ticket.customer_id
        where one.workspace_id = bulk.workspace_id and one.bulk_id = bulk.id and customer.erased_at is not null)`)
}

import { sql } from '../../database/query.ts'
import type { Tx } from '../../platform/context.ts'
import { withoutText } from '../../platform/without-text.ts'

/** Takes a text out of what changes of many tickets keep of these, and out of what those that have ended said to them. */
export async function redactBulks(
  tx: Tx,
  workspaceId: string,
  { ticketIds, text }: { ticketIds: readonly string[]; text: string },
): Promise<void> {
  const said = await tx.rows(sql<{ id: string; action: unknown }>`
    select bulk.id, bulk.action
    from bulk_changes as bulk
    where bulk.workspace_id = ${workspaceId}
      and bulk.state <> 'running'
      and bulk.id in (
        select one.bulk_id
        from bulk_tickets as one
        where one.workspace_id = ${workspaceId} and one.ticket_id = any(${ticketIds}::uuid[]))
    order by bulk.id
    for update`)
  for (const { id, action } of said) {
    const left = withoutText(action, text)
    if (left === action) continue
    await tx.count(sql`
      update bulk_changes as bulk
      set action = ${JSON.stringify(left)}
      where bulk.workspace_id = ${workspaceId} and bulk.id = ${id}`)
  }
  const had = await tx.rows(sql<{ bulkId: string; ticketId: string; kept: { before: unknown; detail: string | null } }>`
    select one.bulk_id as "bulkId", one.ticket_id as "ticketId",
      jsonb_build_object('before', one.before, 'detail', one.detail) as kept
    from bulk_tickets as one
    where one.workspace_id = ${workspaceId} and one.ticket_id = any(${ticketIds}::uuid[])
      and (one.before is not null or one.detail is not null)`)
  for (const { bulkId, ticketId, kept } of had) {
    const left = withoutText(kept, text) as typeof kept
    if (left === kept) continue
    await tx.count(sql`
      update bulk_tickets as one
      set before = ${left.before === null ? null : JSON.stringify(left.before)}::jsonb, detail = ${left.detail}
      where one.workspace_id = ${workspaceId} and one.bulk_id = ${bulkId} and one.ticket_id = ${ticketId}`)
  }
}

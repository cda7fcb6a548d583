import { sql } from '../../database/query.ts'
import type { Tx } from '../../platform/context.ts'
import { type ChecklistItem, progressOfItems } from './checklist.ts'

/** Keeps the items of a ticket this transaction has locked. */
export async function saveChecklist(
  tx: Tx,
  workspaceId: string,
  { ticketId, items, at }: { ticketId: string; items: readonly ChecklistItem[]; at: number },
): Promise<void> {
  const { done, total } = progressOfItems(items)
  await tx.count(sql`
    insert into ticket_checklists (workspace_id, ticket_id, items, done, total, updated_at)
    values (${workspaceId}, ${ticketId}, ${JSON.stringify(items)}::jsonb, ${done}, ${total}, ${new Date(at)})
    on conflict (workspace_id, ticket_id) do update
    set items = excluded.items, done = excluded.done, total = excluded.total, updated_at = excluded.updated_at`)
}

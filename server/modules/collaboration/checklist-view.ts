import { sql } from '../../database/query.ts'
import type { Tx } from '../../platform/context.ts'
import type { ChecklistItem } from './checklist.ts'

/** A ticket's own items; null while nobody has touched them. */
export async function findItems(tx: Tx, workspaceId: string, ticketId: string): Promise<ChecklistItem[] | null> {
  const row = await tx.first(sql<{ items: ChecklistItem[] }>`
    select list.items
    from ticket_checklists as list
    where list.workspace_id = ${workspaceId} and list.ticket_id = ${ticketId}`)
  return row?.items ?? null
}

import { sql } from '../../database/query.ts'
import type { Tx } from '../../platform/context.ts'

/** Removes what was being written on these tickets; gives how many drafts there were. */
export function eraseDrafts(tx: Tx, workspaceId: string, ticketIds: readonly string[]): Promise<number> {
  return tx.count(sql`
    delete from drafts as draft
    where draft.workspace_id = ${workspaceId} and draft.ticket_id = any(${ticketIds}::uuid[])`)
}

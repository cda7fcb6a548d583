import { sql } from '../../database/query.ts'
import type { Tx } from '../../platform/context.ts'

/** Blanks why these tickets were merged, in people's words. */
export function blankTicketMerges(tx: Tx, workspaceId: string, ticketIds: readonly string[]): Promise<number> {
  return tx.count(sql`
    update ticket_merges as joined
    set reason = null
    where joined.workspace_id = ${workspaceId}
      and joined.reason is not null
      and (joined.source_id = any(${ticketIds}::uuid[]) or joined.target_id = any(${ticketIds}::uuid[]))`)
}

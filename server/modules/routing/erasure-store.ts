import { sql } from '../../database/query.ts'
import type { Tx } from '../../platform/context.ts'

/** Blanks why agents declined offers of these tickets, in their own words; the codes stay. */
export function blankOffers(tx: Tx, workspaceId: string, ticketIds: readonly string[]): Promise<number> {
  return tx.count(sql`
    update offers as offer
    set end_note = null
    from tasks as task
    where offer.workspace_id = ${workspaceId}
      and offer.task_id = task.id
      and offer.end_note is not null
      and task.workspace_id = ${workspaceId}
      and task.ticket_id = any(${ticketIds}::uuid[])`)
}

import { sql } from '../../database/query.ts'
import type { Tx } from '../../platform/context.ts'

/** Blanks what was told of the support sessions of these tickets. Gives how many there are. */
export function blankSupport(tx: Tx, workspaceId: string, ticketIds: readonly string[]): Promise<number> {
  return tx.count(sql`
    update support_sessions
    set descriptor = null, faq = null, callback_phone = null, agent = null
    where support_sessions.workspace_id = ${workspaceId} and support_sessions.ticket_id = any(${ticketIds}::uuid[])`)
}

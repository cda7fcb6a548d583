import { sql } from '../../database/query.ts'
import type { Tx } from '../../platform/context.ts'

/** Blanks who called on these tickets; our own number and the instants stay. Gives the calls' ids. */
export async function blankCalls(tx: Tx, workspaceId: string, ticketIds: readonly string[]): Promise<string[]> {
  const rows = await tx.rows(sql<{ id: string }>`
    update calls as call
    set from_address = 'erased'
    where call.workspace_id = ${workspaceId} and call.ticket_id = any(${ticketIds}::uuid[])
    returning call.id`)
  return rows.map((row) => row.id)
}

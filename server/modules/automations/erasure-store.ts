import { sql } from '../../database/query.ts'
import type { Tx } from '../../platform/context.ts'

/** Blanks why automations did or could not do what they did on these tickets: a reason may repeat what was written there. */
export function blankRuns(tx: Tx, workspaceId: string, ticketIds: readonly string[]): Promise<number> {
  return tx.count(sql`
    update automation_runs as run
    set reason = ''
    where run.workspace_id = ${workspaceId} and run.ticket_id = any(${ticketIds}::uuid[]) and run.reason <> ''`)
}

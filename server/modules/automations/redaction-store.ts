import { sql } from '../../database/query.ts'
import type { Tx } from '../../platform/context.ts'

/** Blanks the reasons of automations on these tickets that repeat a text. */
export function redactRuns(
  tx: Tx,
  workspaceId: string,
  { ticketIds, text }: { ticketIds: readonly string[]; text: string },
): Promise<number> {
  return tx.count(sql`
    update automation_runs as run
    set reason = ''
    where run.workspace_id = ${workspaceId}
      and run.ticket_id = any(${ticketIds}::uuid[])
      and position(${text.trim()} in run.reason) > 0`)
}

import { sql } from '../../database/query.ts'
import type { Tx } from '../../platform/context.ts'

/** True for an event of the case itself or of one of its tickets. */
export async function isEventOfCase(
  tx: Tx,
  workspaceId: string,
  { caseId, eventId }: { caseId: string; eventId: string },
): Promise<boolean> {
  const row = await tx.first(sql`
    select 1
    from case_tickets as member
    join events as event on event.workspace_id = member.workspace_id and event.ticket_id = member.ticket_id
    where member.workspace_id = ${workspaceId} and member.case_id = ${caseId} and event.id = ${eventId}`)
  return row !== null
}

import { sql } from '../../database/query.ts'
import type { Tx } from '../../platform/context.ts'

/** Takes a text out of the drafts on these tickets that repeat it; what else was written stays, under a new revision. */
export function redactDrafts(
  tx: Tx,
  workspaceId: string,
  { ticketIds, text }: { ticketIds: readonly string[]; text: string },
): Promise<number> {
  return tx.count(sql`
    update drafts as draft
    set body = replace(draft.body, ${text.trim()}, ''), revision = nextval('draft_revision')
    where draft.workspace_id = ${workspaceId}
      and draft.ticket_id = any(${ticketIds}::uuid[])
      and position(${text.trim()} in draft.body) > 0`)
}

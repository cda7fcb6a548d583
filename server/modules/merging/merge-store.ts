import { sql } from '../../database/query.ts'
import type { Tx } from '../../platform/context.ts'
import type { Merge } from './merge.ts'

/** Keeps a merge of tickets this transaction has locked. */
export async function insertMerge(tx: Tx, workspaceId: string, merge: Merge): Promise<void> {
  await tx.count(sql`
    insert into ticket_merges (workspace_id, id, source_id, target_id, reason, before, merged_at)
    values (${workspaceId}, ${merge.id}, ${merge.sourceId}, ${merge.targetId}, ${merge.reason},
      ${JSON.stringify(merge.before)}::jsonb, ${new Date(merge.mergedAt)})`)
}

/** Ends a merge: its source goes on by itself. */
export async function endMerge(tx: Tx, workspaceId: string, merge: { id: string; at: number }): Promise<void> {
  await tx.count(sql`
    update ticket_merges
    set undone_at = ${new Date(merge.at)}
    where ticket_merges.workspace_id = ${workspaceId} and ticket_merges.id = ${merge.id}`)
}

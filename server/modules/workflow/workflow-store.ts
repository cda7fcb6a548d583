import type { Fragment } from '../../database/fragment.ts'
import { sql } from '../../database/query.ts'
import type { Tx } from '../../platform/context.ts'

/** Makes `version` current only while `from` still is; false = somebody published first. Locks the workspace's state. */
export async function moveCurrentVersion(
  tx: Tx,
  workspaceId: string,
  move: { from: number; to: number },
): Promise<boolean> {
  const moved = await tx.count(sql`
    update workspace_states
    set workflow_version = ${move.to}
    where workspace_states.workspace_id = ${workspaceId} and workspace_states.workflow_version = ${move.from}`)
  return moved === 1
}

/** Keeps a published document for ever. */
export async function insertVersion(
  tx: Tx,
  workspaceId: string,
  version: { version: number; document: string; publishedBy: unknown; publishedAt: Date },
): Promise<void> {
  await tx.count(sql`
    insert into workflow_versions (workspace_id, version, document, published_by, published_at)
    values (${workspaceId}, ${version.version}, ${version.document}, ${JSON.stringify(version.publishedBy)}::jsonb, ${version.publishedAt})`)
}

/**
 * Takes the ticket numbers of a batch, if the workflow it was decided by is still the current one; the parts of the
 * statement that write all hang on this row.
 */
export const takeNumbers: Fragment<object> = {
  name: 'current_workflow',
  columns: {},
  text: `
    update workspace_states
    set ticket_number = workspace_states.ticket_number + {$count}
    where workspace_states.workspace_id = {$workspace} and workspace_states.workflow_version = {$version}
    returning workspace_states.ticket_number - {$count} as base`,
}

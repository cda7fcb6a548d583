import type { KeyRenames } from '../../core/workflow/index.ts'
import { sql } from '../../database/query.ts'
import { isOneRenamed, renamedWords } from '../../database/renamed.ts'
import type { Tx } from '../../platform/context.ts'

/** Writes the new names of channels and queues into the scopes of live tokens; gives the tokens it touched. */
export async function saveRenamedScopes(tx: Tx, workspaceId: string, renames: KeyRenames): Promise<string[]> {
  const channels = sql`token.channels`
  const queues = sql`token.queues`
  const rows = await tx.rows(sql<{ id: string }>`
    update service_tokens as token
    set channels = ${renamedWords(channels, renames.channels)}, queues = ${renamedWords(queues, renames.queues)},
      version = token.version + 1
    where token.workspace_id = ${workspaceId}
      and token.revoked_at is null
      and (${isOneRenamed(channels, renames.channels)} or ${isOneRenamed(queues, renames.queues)})
    returning token.id`)
  return rows.map((row) => row.id)
}

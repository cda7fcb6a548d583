import { sql } from '../../database/query.ts'
import type { Tx } from '../../platform/context.ts'

/** Revokes the tokens of these customers and blanks their names. Gives their ids. */
export async function endTokensOf(
  tx: Tx,
  workspaceId: string,
  { customerIds, nowMs }: { customerIds: readonly string[]; nowMs: number },
): Promise<string[]> {
  const rows = await tx.rows<{ id: string }>(sql`
    update service_tokens
    set name = 'erased', portal_address = null, revoked_at = coalesce(service_tokens.revoked_at, ${new Date(nowMs)}),
      version = service_tokens.version + 1
    where service_tokens.workspace_id = ${workspaceId} and service_tokens.customer_id = any(${customerIds}::uuid[])
    returning service_tokens.id`)
  return rows.map((row) => row.id)
}

import { sql } from '../../database/query.ts'
import type { Tx } from '../../platform/context.ts'

/** Adds the desk of a partner; its load comes after it. */
export async function insertPartnerDesk(
  tx: Tx,
  workspaceId: string,
  desk: { agentId: string; partnerId: string; name: string },
): Promise<void> {
  await tx.count(sql`
    insert into agents (workspace_id, id, kind, name, partner_id, queues, channels, acceptance, is_partner_desk)
    values (${workspaceId}, ${desk.agentId}, 'partner', ${desk.name}, ${desk.partnerId}, '{}', '{}', 'explicit', true)`)
}

/** The desk of a partner, or null where it has none yet. */
export async function findPartnerDesk(tx: Tx, workspaceId: string, partnerId: string): Promise<string | null> {
  const row = await tx.first(sql<{ id: string }>`
    select desk.id
    from agents as desk
    where desk.workspace_id = ${workspaceId} and desk.partner_id = ${partnerId} and desk.is_partner_desk`)
  return row?.id ?? null
}

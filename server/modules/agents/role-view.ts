import { sql } from '../../database/query.ts'
import type { Tx } from '../../platform/context.ts'

/** The role of the member an agent is, as a column for statements that have joined `agent`; null = it is none. */
export const roleOfAgent = sql`
  case when agent.kind = 'person' and agent.member_id is not null then (
    select member.role
    from members as member
    where member.workspace_id = agent.workspace_id and member.id = agent.member_id) end`

/** That role, or null. */
export async function findRole(tx: Tx, workspaceId: string, agentId: string): Promise<string | null> {
  const row = await tx.first(sql<{ role: string | null }>`
    select ${roleOfAgent} as role
    from agents as agent
    where agent.workspace_id = ${workspaceId} and agent.id = ${agentId}`)
  return row?.role ?? null
}

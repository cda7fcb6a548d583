import { sql } from '../../database/query.ts'
import type { Tx } from '../../platform/context.ts'
import type { FollowReason } from './follower.ts'

/** Lets agents follow a ticket; gives those who did not before. */
export async function insertFollowers(
  tx: Tx,
  workspaceId: string,
  following: { ticketId: string; agentIds: readonly string[]; reason: FollowReason; at: number },
): Promise<string[]> {
  const { ticketId, agentIds, reason, at } = following
  const rows = await tx.rows(sql<{ id: string }>`
    insert into ticket_followers (workspace_id, ticket_id, agent_id, reason, created_at)
    select ${workspaceId}::uuid, ${ticketId}::uuid, agent.id, ${reason}::text, ${new Date(at)}::timestamptz
    from unnest(${agentIds}::uuid[]) as agent (id)
    order by agent.id
    on conflict (workspace_id, ticket_id, agent_id) do nothing
    returning ticket_followers.agent_id as id`)
  return rows.map((row) => row.id)
}

/** Ends it; false when the agent did not follow. */
export async function deleteFollower(
  tx: Tx,
  workspaceId: string,
  { ticketId, agentId }: { ticketId: string; agentId: string },
): Promise<boolean> {
  const count = await tx.count(sql`
    delete from ticket_followers
    where ticket_followers.workspace_id = ${workspaceId}
      and ticket_followers.ticket_id = ${ticketId}
      and ticket_followers.agent_id = ${agentId}`)
  return count === 1
}

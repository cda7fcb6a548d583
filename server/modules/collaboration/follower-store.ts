import { sql } from '../../database/query.ts'
import type { Tx } from '../../platform/context.ts'
import type { FollowReason } from './follower.ts'

/**
 * Lets agents follow a ticket; gives those who did not before, or only because another one goes on in it: they follow for
 * this reason from now on, whatever becomes of that one.
 */
export async function insertFollowers(
  tx: Tx,
  workspaceId: string,
  following: { ticketId: string; agentIds: readonly string[]; reason: Exclude<FollowReason, 'merged'>; at: number },
): Promise<string[]> {
  const { ticketId, agentIds, reason, at } = following
  const rows = await tx.rows(sql<{ id: string }>`
    insert into ticket_followers as follower (workspace_id, ticket_id, agent_id, reason, created_at)
    select ${workspaceId}::uuid, ${ticketId}::uuid, agent.id, ${reason}::text, ${new Date(at)}::timestamptz
    from unnest(${agentIds}::uuid[]) as agent (id)
    order by agent.id
    on conflict (workspace_id, ticket_id, agent_id) do update
    set reason = excluded.reason
    where follower.reason = 'merged'
    returning follower.agent_id as id`)
  return rows.map((row) => row.id)
}

/** Lets who follows a merged ticket follow the one it goes on in; gives those who did not before. */
export async function insertMergedFollowers(
  tx: Tx,
  workspaceId: string,
  { sourceId, targetId, at }: { sourceId: string; targetId: string; at: number },
): Promise<string[]> {
  const rows = await tx.rows(sql<{ id: string }>`
    insert into ticket_followers (workspace_id, ticket_id, agent_id, reason, created_at)
    select follower.workspace_id, ${targetId}::uuid, follower.agent_id, 'merged', ${new Date(at)}::timestamptz
    from ticket_followers as follower
    where follower.workspace_id = ${workspaceId} and follower.ticket_id = ${sourceId}
    order by follower.agent_id
    on conflict (workspace_id, ticket_id, agent_id) do nothing
    returning ticket_followers.agent_id as id`)
  return rows.map(({ id }) => id)
}

/**
 * Ends the following of those whom merges alone made follow a ticket and who follow none of the tickets that still go on
 * in it; gives them.
 */
export async function deleteMergedFollowers(
  tx: Tx,
  workspaceId: string,
  { targetId, sourceIds }: { targetId: string; sourceIds: readonly string[] },
): Promise<string[]> {
  const rows = await tx.rows(sql<{ id: string }>`
    delete from ticket_followers as follower
    where follower.workspace_id = ${workspaceId} and follower.ticket_id = ${targetId} and follower.reason = 'merged'
      and not exists (
        select
        from ticket_followers as other
        where other.workspace_id = follower.workspace_id and other.agent_id = follower.agent_id
          and other.ticket_id = any(${sourceIds}::uuid[]))
    returning follower.agent_id as id`)
  return rows.map(({ id }) => id).toSorted()
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

import { sql } from '../../database/query.ts'
import type { Tx } from '../../platform/context.ts'
import type { Follower } from './follower.ts'

/** Who follows a ticket, the first one first. */
export function listFollowersOf(tx: Tx, workspaceId: string, ticketId: string): Promise<Follower[]> {
  return tx.rows(sql<Follower>`
    select follower.agent_id as "agentId", agent.name, follower.reason, follower.created_at as since
    from ticket_followers as follower
    join agents as agent on agent.workspace_id = follower.workspace_id and agent.id = follower.agent_id
    where follower.workspace_id = ${workspaceId} and follower.ticket_id = ${ticketId}
    order by follower.created_at, follower.agent_id`)
}

/** Somebody who can be named. */
export interface NamedAgent {
  readonly id: string
  readonly name: string
}

/** Everybody who can be named or follow: people and machines that are not archived. */
export function listNamedAgents(tx: Tx, workspaceId: string): Promise<NamedAgent[]> {
  return tx.rows(sql<NamedAgent>`
    select agent.id, agent.name
    from agents as agent
    where agent.workspace_id = ${workspaceId} and agent.archived_at is null`)
}

/** Those of these agents who are there. */
export function findNamedAgents(tx: Tx, workspaceId: string, agentIds: readonly string[]): Promise<NamedAgent[]> {
  return tx.rows(sql<NamedAgent>`
    select agent.id, agent.name
    from agents as agent
    where agent.workspace_id = ${workspaceId} and agent.id = any(${agentIds}::uuid[]) and agent.archived_at is null`)
}

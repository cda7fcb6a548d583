import { sql } from '../../database/query.ts'
import type { Tx } from '../../platform/context.ts'

/** An agent asks another one about a task it keeps. */
export interface Consult {
  readonly id: string
  readonly taskId: string
  readonly fromAgentId: string
  readonly agentId: string
}

const columns = sql`
  consult.id, consult.task_id as "taskId", consult.from_agent_id as "fromAgentId", consult.agent_id as "agentId"`

/** The consult of a task that has not ended, or null. The task is locked, so it stays true. */
export function findOpenConsult(tx: Tx, workspaceId: string, taskId: string): Promise<Consult | null> {
  return tx.first(sql<Consult>`
    select ${columns}
    from consults as consult
    where consult.workspace_id = ${workspaceId} and consult.task_id = ${taskId} and consult.ended_at is null`)
}

/** Opens a consult of a task that has none. */
export async function insertConsult(tx: Tx, workspaceId: string, consult: Consult & { at: number }): Promise<void> {
  await tx.count(sql`
    insert into consults (workspace_id, id, task_id, from_agent_id, agent_id, created_at)
    values (${workspaceId}, ${consult.id}, ${consult.taskId}, ${consult.fromAgentId}, ${consult.agentId},
      ${new Date(consult.at)})`)
}

/** Ends the open consult of a task; null when it has none. */
export function endOpenConsult(
  tx: Tx,
  workspaceId: string,
  end: { taskId: string; reason: string; at: number },
): Promise<Consult | null> {
  return tx.first(sql<Consult>`
    update consults as consult
    set ended_at = ${new Date(end.at)}, end_reason = ${end.reason}
    where consult.workspace_id = ${workspaceId} and consult.task_id = ${end.taskId} and consult.ended_at is null
    returning ${columns}`)
}

import { sql } from '../../database/query.ts'
import type { Tx } from '../../platform/context.ts'
import type { ShownDecision } from './decision.ts'

const columns = sql`
  decision.id, decision.task_id as "taskId", decision.agent_id as "agentId", decision.input_seq as "inputSeq",
  decision.workflow_version as "workflowVersion", decision.record, decision.created_at as "createdAt",
  coalesce((
    select jsonb_object_agg(agent.id, agent.name)
    from jsonb_array_elements(decision.record -> 'best') as best
    join agents as agent
      on agent.workspace_id = decision.workspace_id and agent.id = (best ->> 'agentId')::uuid), '{}') as names`

/** One decision, or null. */
export function findDecision(tx: Tx, workspaceId: string, decisionId: string): Promise<ShownDecision | null> {
  return tx.first(sql<ShownDecision>`
    select ${columns}
    from decisions as decision
    where decision.workspace_id = ${workspaceId} and decision.id = ${decisionId}`)
}

/** Decisions about a task, newest first. */
export function findDecisionsOfTask(
  tx: Tx,
  workspaceId: string,
  page: { taskId: string; before: string | null; limit: number },
): Promise<ShownDecision[]> {
  return tx.rows(sql<ShownDecision>`
    select ${columns}
    from decisions as decision
    where decision.workspace_id = ${workspaceId}
      and decision.task_id = ${page.taskId}
      and (${page.before}::uuid is null or decision.id < ${page.before}::uuid)
    order by decision.id desc
    limit ${page.limit}`)
}

/**
 * Of these tasks, the ones of which the latest decision said that nobody can take them, each with the queue that was said
 * of. That a task overflows changes nothing of that.
 */
export async function findKnownUnroutable(
  tx: Tx,
  workspaceId: string,
  taskIds: readonly string[],
): Promise<Map<string, string>> {
  const rows = await tx.rows(sql<{ taskId: string; queue: string }>`
    select latest.task_id as "taskId", latest.queue
    from (
      select distinct on (decision.task_id) decision.task_id, decision.record ->> 'outcome' as outcome,
        decision.record ->> 'queueId' as queue
      from decisions as decision
      where decision.workspace_id = ${workspaceId}
        and decision.task_id = any(${taskIds}::uuid[])
        and decision.record ->> 'outcome' <> 'overflowed'
      order by decision.task_id, decision.created_at desc, decision.id desc) as latest
    where latest.outcome = 'unroutable'`)
  return new Map(rows.map((row) => [row.taskId, row.queue]))
}

import { sql } from '../../database/query.ts'
import type { Tx } from '../../platform/context.ts'
import type { Decision } from './decision.ts'

const columns = sql`
  decision.id, decision.task_id as "taskId", decision.agent_id as "agentId", decision.input_seq as "inputSeq",
  decision.workflow_version as "workflowVersion", decision.record, decision.created_at as "createdAt"`

/** One decision, or null. */
export function findDecision(tx: Tx, workspaceId: string, decisionId: string): Promise<Decision | null> {
  return tx.first(sql<Decision>`
    select ${columns}
    from decisions as decision
    where decision.workspace_id = ${workspaceId} and decision.id = ${decisionId}`)
}

/** Decisions about a task, newest first. */
export function findDecisionsOfTask(
  tx: Tx,
  workspaceId: string,
  page: { taskId: string; before: string | null; limit: number },
): Promise<Decision[]> {
  return tx.rows(sql<Decision>`
    select ${columns}
    from decisions as decision
    where decision.workspace_id = ${workspaceId}
      and decision.task_id = ${page.taskId}
      and (${page.before}::uuid is null or decision.id < ${page.before}::uuid)
    order by decision.id desc
    limit ${page.limit}`)
}

/** Of these tasks, the ones whose latest decision said that nobody can take them. */
export async function findKnownUnroutable(
  tx: Tx,
  workspaceId: string,
  taskIds: readonly string[],
): Promise<Set<string>> {
  const rows = await tx.rows(sql<{ taskId: string }>`
    select latest.task_id as "taskId"
    from (
      select distinct on (decision.task_id) decision.task_id, decision.record ->> 'outcome' as outcome
      from decisions as decision
      where decision.workspace_id = ${workspaceId} and decision.task_id = any(${taskIds}::uuid[])
      order by decision.task_id, decision.created_at desc, decision.id desc) as latest
    where latest.outcome = 'unroutable'`)
  return new Set(rows.map((row) => row.taskId))
}

import type { Tx } from '../../platform/context.ts'
import type { Decision } from './decision.ts'

/** Keeps decisions for ever. */
export async function insertDecisions(tx: Tx, workspaceId: string, decisions: readonly Decision[]): Promise<void> {
  if (decisions.length === 0) return
  const rows = decisions.map((decision) => ({
    id: decision.id,
    task_id: decision.taskId,
    agent_id: decision.agentId,
    input_seq: decision.inputSeq,
    workflow_version: decision.workflowVersion,
    record: decision.record,
    created_at: new Date(decision.createdAt).toISOString(),
  }))
  await tx.prepared(insertStatement, [workspaceId, JSON.stringify(rows)])
}

const insertStatement = {
  name: 'decisions-insert',
  text: `
    insert into decisions (workspace_id, id, task_id, agent_id, input_seq, workflow_version, record, created_at)
    select $1::uuid, row.*
    from jsonb_to_recordset($2::jsonb) as row (id uuid, task_id uuid, agent_id uuid,
      input_seq bigint, workflow_version integer, record jsonb, created_at timestamptz)`,
}

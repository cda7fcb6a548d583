import type { WorkflowSnapshot } from '../../core/workflow/index.ts'
import type { Context, Tx } from '../../platform/context.ts'
import { findUnitOverride } from './units-view.ts'

/** What a task of this kind costs this agent: its own figure, else the workflow's. */
export async function unitsOf(
  tx: Tx,
  context: Context,
  workflow: WorkflowSnapshot,
  task: { agentId: string; kind: string },
): Promise<number> {
  const own = await findUnitOverride(tx, context.workspace.id, task)
  return own ?? (workflow.capacity.units as Readonly<Record<string, number>>)[task.kind] ?? 0
}

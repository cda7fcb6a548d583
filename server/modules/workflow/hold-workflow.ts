import type { WorkflowSnapshot } from '../../core/workflow/index.ts'
import type { Context, Tx } from '../../platform/context.ts'
import { reloadWorkflow, rememberedWorkflow } from './current-workflow.ts'
import { shareLock, takeLock } from './workflow-lock-store.ts'
import { findCurrentNumber, findCurrentVersion, type WorkflowVersion } from './workflow-view.ts'

/**
 * The workflow in force, which stays in force until this transaction ends: what is decided by it is never written beside
 * a publication that takes one of its keys away. Before any other lock.
 * Throws `unavailable` in a workspace without a workflow.
 */
export async function holdWorkflow(tx: Tx, context: Context): Promise<WorkflowSnapshot> {
  // One round trip: the second statement sees what was committed when the first one got the lock.
  const [, version] = await Promise.all([
    shareLock(tx, context.workspace.id),
    findCurrentNumber(tx, context.workspace.id),
  ])
  return rememberedWorkflow(context, version) ?? reloadWorkflow(context.within(tx))
}

/** Waits until nobody holds the workflow and lets nobody hold it until this transaction ends; gives what is in force. */
export async function lockWorkflow(tx: Tx, context: Context): Promise<WorkflowVersion | null> {
  await takeLock(tx, context.workspace.id)
  return findCurrentVersion(tx, context.workspace.id)
}

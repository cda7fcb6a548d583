import type { WorkflowSnapshot } from '../../core/workflow/index.ts'
import type { Context } from '../../platform/context.ts'
import { compileVersion, currentWorkflow } from './current-workflow.ts'
import { findPastHours, findVersion } from './workflow-view.ts'

/** A version of the workflow as it decided when it was in force; null = there never was such a one. */
export async function workflowOfVersion(context: Context, version: number): Promise<WorkflowSnapshot | null> {
  const current = await currentWorkflow(context)
  if (current.version === version) return current
  const workspaceId = context.workspace.id
  const [past, pastHours] = await context.read((tx) =>
    Promise.all([findVersion(tx, workspaceId, version), findPastHours(tx, workspaceId)]),
  )
  return past === null ? null : compileVersion(context, { ...past, pastHours })
}

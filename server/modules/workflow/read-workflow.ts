import type { Context } from '../../platform/context.ts'
import { requirePermission } from '../access/index.ts'
import { findCurrentVersion, listVersions, type WorkflowVersion } from './workflow-view.ts'

/** The version in force with its document, or null. */
export async function getWorkflow(context: Context): Promise<WorkflowVersion | null> {
  requirePermission(context, 'workflow:read')
  return context.read((tx) => findCurrentVersion(tx, context.workspace.id))
}

/** Published versions, newest first. */
export async function listWorkflowVersions(
  context: Context,
  input: { before: number | null; limit: number },
): Promise<Omit<WorkflowVersion, 'document'>[]> {
  requirePermission(context, 'workflow:read')
  return context.read((tx) => listVersions(tx, context.workspace.id, input))
}

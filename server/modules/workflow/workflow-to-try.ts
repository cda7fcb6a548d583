import type { WorkflowSnapshot } from '../../core/workflow/index.ts'
import type { Context } from '../../platform/context.ts'
import { AppError } from '../../platform/errors.ts'
import { examineWorkflow } from './check-workflow.ts'
import { currentWorkflow } from './current-workflow.ts'

/**
 * The workflow to rehearse with: the one in force, or a document not yet published.
 * Throws `workflow_invalid` for a document with errors.
 */
export async function workflowToTry(context: Context, document: string | null): Promise<WorkflowSnapshot> {
  if (document === null) return currentWorkflow(context)
  const { snapshot, problems } = await examineWorkflow(context, document)
  if (snapshot !== null) return snapshot
  throw new AppError('workflow_invalid', 'The document has errors, so nothing can be tried with it.', { problems })
}

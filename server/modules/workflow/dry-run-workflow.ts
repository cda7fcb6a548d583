import { type ClassifyRequest, type DryRun, dryRun } from '../../core/workflow/index.ts'
import type { Context } from '../../platform/context.ts'
import { AppError } from '../../platform/errors.ts'
import { requirePermission } from '../access/index.ts'
import { examineWorkflow } from './check-workflow.ts'
import { currentWorkflow } from './current-workflow.ts'

/** Says what would become of a request: under the workflow in force, or under a document not yet published. */
export async function dryRunWorkflow(
  context: Context,
  input: { request: ClassifyRequest; document: string | null; at: number | null },
): Promise<DryRun> {
  requirePermission(context, 'workflow:read')
  const at = input.at ?? context.now()
  if (input.document === null) return dryRun(await currentWorkflow(context), input.request, at)
  const { snapshot, problems } = examineWorkflow(input.document, 0)
  if (snapshot === null) {
    throw new AppError('workflow_invalid', 'The document has errors, so nothing can be tried with it.', { problems })
  }
  return dryRun(snapshot, input.request, at)
}

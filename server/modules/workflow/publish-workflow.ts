import type { Context } from '../../platform/context.ts'
import { AppError } from '../../platform/errors.ts'
import { requirePermission } from '../access/index.ts'
import { appendWorkspaceEvent } from '../events/index.ts'
import { examineWorkflow, type WorkflowCheck } from './check-workflow.ts'
import { reloadWorkflow } from './current-workflow.ts'
import { insertVersion, moveCurrentVersion } from './workflow-store.ts'
import { findCurrentVersion } from './workflow-view.ts'

export interface PublishedWorkflow {
  readonly version: number
  readonly check: WorkflowCheck
}

/**
 * Puts a document in force at once, for every node, when it has no error and its tests pass.
 * Publishing the very text in force answers that version. `expectedVersion` null = whatever is in force.
 */
export async function publishWorkflow(
  context: Context,
  input: { document: string; expectedVersion: number | null },
): Promise<PublishedWorkflow> {
  requirePermission(context, 'workflow:write')
  const check = examineWorkflow(input.document, 0)
  if (!check.isPublishable) {
    throw new AppError('workflow_invalid', 'The document has errors or failing tests and was not published.', {
      problems: check.problems,
      tests: check.tests.filter((test) => !test.passed),
    })
  }
  const version = await context.transaction(async (tx) => {
    const current = await findCurrentVersion(tx, context.workspace.id)
    const from = current?.version ?? 0
    if (input.expectedVersion !== null && input.expectedVersion !== from) throw publishedMeanwhile(from)
    if (current?.document === input.document) return from
    const to = from + 1
    const moved = await moveCurrentVersion(tx, context.workspace.id, { from, to })
    if (!moved) throw publishedMeanwhile(from)
    const { kind, id, name } = context.principal
    await insertVersion(tx, context.workspace.id, {
      version: to,
      document: input.document,
      publishedBy: { kind, id, name },
      publishedAt: new Date(context.now()),
    })
    await appendWorkspaceEvent(tx, context, { type: 'workflow.published', data: { version: to } })
    return to
  })
  await reloadWorkflow(context)
  return { version, check }
}

function publishedMeanwhile(version: number): AppError {
  return new AppError('version_mismatch', `Version ${version} or a later one was published meanwhile.`, {
    currentVersion: version,
  })
}

import { keyChanges, parseWorkflow, type WorkflowSnapshot } from '../../core/workflow/index.ts'
import type { Context } from '../../platform/context.ts'
import { AppError } from '../../platform/errors.ts'
import { findVersion, requirePublishable } from '../workflow/index.ts'
import type { JudgedRollout } from './judge-present.ts'
import { refuseKeysInUse } from './refuse-keys-in-use.ts'

/** Why a return is refused, by the code of the publication's own refusal, or because that version can no longer be read. */
export interface ReturnRefusal {
  readonly code: 'version_unreadable' | 'workflow_invalid' | 'workflow_key_in_use'
  readonly message: string
}

/**
 * What stands against the return that is due: what a publication of the document from before would be refused with now.
 * Null where nothing does, or no measure asks for it.
 */
export async function findReturnRefusal(
  context: Context,
  { workflow, judged }: { workflow: WorkflowSnapshot; judged: JudgedRollout },
): Promise<ReturnRefusal | null> {
  const { version, from, verdicts } = judged
  if (workflow.rollout === null) {
    const message = `Version ${from} can no longer be read: all tasks wait by the queues of version ${version}.`
    return { code: 'version_unreadable', message }
  }
  if (!verdicts.some(({ state }) => state === 'worse')) return null
  const before = await context.read((tx) => findVersion(tx, context.workspace.id, from))
  if (before === null) throw new Error(`Workflow ${from} of ${context.workspace.slug} was published and is gone.`)
  try {
    await requirePublishable(context, before.document)
    const { document } = parseWorkflow(before.document)
    if (document === null) throw new Error(`Workflow ${from} of ${context.workspace.slug} does not parse.`)
    const changes = keyChanges(workflow.document, document)
    await context.read((tx) => refuseKeysInUse(tx, context, { changes, document: before.document }))
    return null
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    if (error.code !== 'workflow_invalid' && error.code !== 'workflow_key_in_use') throw error
    return { code: error.code, message: error.message }
  }
}

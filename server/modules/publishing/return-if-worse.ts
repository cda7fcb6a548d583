import type { Context } from '../../platform/context.ts'
import { AppError } from '../../platform/errors.ts'
import { requirePermission } from '../access/index.ts'
import { findVersion, publishedWorkflow } from '../workflow/index.ts'
import { judgePresent } from './judge-present.ts'
import { publishWorkflow } from './publish-workflow.ts'

/**
 * Publishes the document from before a roll-out as the next version when a tripwire finds the tasks rolled out worse; true
 * when it did. Of several who judge at once one returns, and none once another version is in force. Throws what a
 * publication throws, so `workflow_key_in_use` when work uses what that document does not have.
 */
export async function returnIfWorse(context: Context): Promise<boolean> {
  requirePermission(context, 'workflow:write')
  const workflow = await publishedWorkflow(context)
  if (workflow?.rollout == null || workflow.rollout.tripwires.length === 0) return false
  const { version } = workflow
  const judged = await judgePresent(context, workflow)
  const worse = judged?.verdicts.find(({ state }) => state === 'worse')
  if (judged === null || worse === undefined) return false
  const { from, sides } = judged
  const before = await context.read((tx) => findVersion(tx, context.workspace.id, from))
  if (before === null) throw new Error(`Workflow ${from} of ${context.workspace.slug} was published and is gone.`)
  const { measure } = worse.tripwire
  const rolledBack = {
    from: version,
    to: from,
    measure,
    rolledOut: sides.rolledOut[measure],
    others: sides.others[measure],
  }
  try {
    await publishWorkflow(context, { document: before.document, expectedVersion: version, rolledBack })
    return true
  } catch (error) {
    if (error instanceof AppError && error.code === 'version_mismatch') return false
    throw error
  }
}

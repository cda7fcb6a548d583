import type { Context } from '../../platform/context.ts'
import { requirePermission } from '../access/index.ts'
import { publishedWorkflow } from '../workflow/index.ts'
import { type JudgedRollout, judgePresent } from './judge-present.ts'

/** How the roll-out of the version in force stands, or null when nothing is being rolled out. */
export async function getRollout(context: Context): Promise<JudgedRollout | null> {
  requirePermission(context, 'workflow:read')
  const workflow = await publishedWorkflow(context)
  return workflow === null ? null : judgePresent(context, workflow)
}

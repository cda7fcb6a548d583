import { attemptDelaysMs } from '../../core/webhooks/next-attempt.ts'
import type { Context } from '../../platform/context.ts'
import { publishedWorkflow } from '../workflow/index.ts'

/** The wait before each attempt in a workspace, 0 before the first: as its workflow has it, else the standard schedule. */
export async function attemptDelays(context: Context): Promise<readonly number[]> {
  return (await publishedWorkflow(context))?.attemptDelaysMs ?? attemptDelaysMs
}

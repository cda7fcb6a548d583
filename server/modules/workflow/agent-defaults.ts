import type { Context } from '../../platform/context.ts'
import { publishedWorkflow } from './current-workflow.ts'

/** What the published workflow says of a new agent of whom nobody says it; nothing before there is one. */
export async function agentDefaults(context: Context): Promise<{ readonly capacityUnits?: number }> {
  const workflow = await publishedWorkflow(context)
  return workflow === null ? {} : { capacityUnits: workflow.capacity.totalUnits }
}

import { type Automation, type ControlPlaces, describeAction, firstResponseRule } from '../../core/automations/index.ts'
import type { Context } from '../../platform/context.ts'
import { requirePermission } from '../access/index.ts'
import { currentWorkflow } from '../workflow/index.ts'
import { countRuns, type RunCounts } from './run-view.ts'

/** The automations of the workflow in force, with how often they ran lately. */
export interface AutomationList {
  readonly workflowVersion: number
  readonly since: number
  readonly automations: readonly ListedAutomation[]
  readonly controls: ControlPlaces
}

export interface ListedAutomation {
  readonly rule: Automation
  readonly counts: RunCounts | null
  readonly does: readonly string[]
}

const countedMs = 30 * 86_400_000

/** The rules in the order in which they are asked, each with its runs of the last 30 days; the first response before all. */
export async function listAutomations(context: Context): Promise<AutomationList> {
  requirePermission(context, 'workflow:read')
  const workflow = await currentWorkflow(context)
  const since = context.now() - countedMs
  const counts = await context.read((tx) => countRuns(tx, context.workspace.id, since))
  const countsOf = new Map(counts.map((one) => [one.automation, one]))
  const { rules, controls, firstResponses } = workflow.automation
  const all = firstResponses === null ? rules : [firstResponseRule, ...rules]
  return {
    workflowVersion: workflow.version,
    since,
    controls,
    automations: all.map((rule) => ({
      rule,
      counts: countsOf.get(rule.slug) ?? null,
      does: rule.actions.map(describeAction),
    })),
  }
}

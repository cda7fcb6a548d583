import { changeClocks } from '../../core/clocks/index.ts'
import type { EscalationStep, WorkflowSnapshot } from '../../core/workflow/index.ts'
import type { Context, Tx } from '../../platform/context.ts'
import type { TimedTicket } from './apply-clock-events.ts'
import { loadClocks } from './clock-store.ts'
import { type FiredStep, fireSteps, mergeChange } from './stored-clock.ts'

/** An escalation step whose time has come, of the clock it belongs to. */
export interface DueEscalation {
  readonly fired: FiredStep
  readonly step: EscalationStep
}

/**
 * The escalation steps that time would fire on a ticket this transaction has locked; those that have fired are not
 * among them. Nothing is changed: the `time` event given to `applyClockEvents` marks them.
 */
export async function findDueEscalations(
  tx: Tx,
  context: Context,
  { ticket, workflow, at }: { ticket: TimedTicket; workflow: WorkflowSnapshot; at: number },
): Promise<DueEscalation[]> {
  const policy = ticket.slaPolicy === null ? undefined : workflow.policies.get(ticket.slaPolicy)
  if (policy === undefined || policy.escalations.length === 0) return []
  const stored = await loadClocks(tx, context.workspace.id, ticket.id)
  const { priority, statusCategory: category, createdAt } = ticket
  const clocks = stored.map((one) => one.clock)
  const facts = { policy, priority, category, createdAt, calendars: workflow.calendars, clocks }
  const change = changeClocks(facts, { kind: 'time', at })
  return fireSteps(mergeChange(stored, change), change.steps, at).fired.flatMap((fired) => {
    const step = policy.escalations.find(({ slug }) => fired.step === `escalation:${slug}`)
    return step === undefined ? [] : [{ fired, step }]
  })
}

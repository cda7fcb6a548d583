import { changeClocks } from '../../core/clocks/index.ts'
import type { EscalationStep, WorkflowSnapshot } from '../../core/workflow/index.ts'
import type { TimedTicket } from './apply-clock-events.ts'
import { type FiredStep, fireSteps, mergeChange, type StoredClock } from './stored-clock.ts'

/** An escalation step whose time has come, of the clock it belongs to. */
export interface DueEscalation {
  readonly fired: FiredStep
  readonly step: EscalationStep
}

/**
 * The escalation steps that time would fire on a ticket, of its clocks as they are; those that have fired are not among
 * them. Nothing is changed: the `time` event given to `applyClockEvents` marks them.
 */
export function dueEscalations(
  stored: readonly StoredClock[],
  { ticket, workflow, at }: { ticket: TimedTicket; workflow: WorkflowSnapshot; at: number },
): DueEscalation[] {
  const policy = ticket.slaPolicy === null ? undefined : workflow.policies.get(ticket.slaPolicy)
  if (policy === undefined || policy.escalations.length === 0) return []
  const { priority, statusCategory: category, createdAt } = ticket
  const clocks = stored.map((one) => one.clock)
  const facts = { policy, priority, category, createdAt, calendars: workflow.calendars, clocks }
  const change = changeClocks(facts, { kind: 'time', at })
  return fireSteps(mergeChange(stored, change), change.steps, at).fired.flatMap((fired) => {
    const step = policy.escalations.find(({ slug }) => fired.step === `escalation:${slug}`)
    return step === undefined ? [] : [{ fired, step }]
  })
}

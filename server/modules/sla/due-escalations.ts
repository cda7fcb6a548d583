import { type ClockChange, clocksAfter } from '../../core/clocks/index.ts'
import type { EscalationStep, WorkflowSnapshot } from '../../core/workflow/index.ts'
import type { Context, Tx } from '../../platform/context.ts'
import type { TimedTicket } from './apply-clock-events.ts'
import { readPast } from './read-past.ts'
import { type FiredStep, fireSteps, mergeChange, type StoredClock } from './stored-clock.ts'
import { upToDate } from './up-to-date.ts'

/** An escalation step whose time has come, of the clock it belongs to. */
export interface DueEscalation {
  readonly fired: FiredStep
  readonly step: EscalationStep
}

/**
 * The escalation steps that time would fire on a ticket, of its clocks as they are; those that have fired are not among
 * them. Nothing is changed: the `time` event given to `applyClockEvents` marks them.
 */
export async function dueEscalations(
  tx: Tx,
  context: Context,
  {
    ticket,
    workflow,
    stored,
    at,
  }: { ticket: TimedTicket; workflow: WorkflowSnapshot; stored: readonly StoredClock[]; at: number },
): Promise<DueEscalation[]> {
  const policy = ticket.slaPolicy === null ? undefined : workflow.policies.get(ticket.slaPolicy)
  if (policy === undefined || policy.escalations.length === 0) return []
  const dated = upToDate({ ticket, workflow, clocks: stored, events: [{ kind: 'time', at }] })
  if (dated === null) return []
  const past = await readPast(tx, context, { ticket, workflow, events: dated.events })
  let clocks = stored
  let steps: ClockChange['steps'] = []
  for (const event of dated.events) {
    const change = clocksAfter({ ...dated.facts, clocks: clocks.map((one) => one.clock) }, event, past)
    clocks = mergeChange(clocks, change)
    steps = change.steps
  }
  return fireSteps(clocks, steps, at).fired.flatMap((fired) => {
    const step = policy.escalations.find(({ slug }) => fired.step === `escalation:${slug}`)
    return step === undefined ? [] : [{ fired, step }]
  })
}

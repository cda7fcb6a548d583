import { planSteps } from '../../core/clocks/index.ts'
import type { WorkflowSnapshot } from '../../core/workflow/index.ts'
import type { StoredClock } from './stored-clock.ts'

/** What happens when so much of a target is used up. */
export interface ClockStep {
  readonly kind: 'warning' | 'breach' | 'escalation'
  /** Share of the target: 100 is the due time. */
  readonly percent: number
  readonly at: number
  readonly hasFired: boolean
  /** Whom and what an escalation reaches. */
  readonly notify: readonly string[]
  readonly priority: string | null
  readonly queue: string | null
  readonly openCase: string | null
}

/** The steps of a clock that runs, each at the time it is reached if nothing happens, the earliest first. */
export function clockStepsOf({ clock, fired }: StoredClock, workflow: WorkflowSnapshot): ClockStep[] {
  const policy = workflow.policies.get(clock.policy)
  const calendar = workflow.calendars.get(clock.calendar)
  if (policy === undefined || calendar === undefined) return []
  const nothing = { notify: [], priority: null, queue: null, openCase: null }
  return planSteps(clock, policy, calendar)
    .map(({ step, fireAt: at }): ClockStep => {
      const hasFired = fired.includes(step)
      const [kind, name = ''] = step.split(':')
      if (kind === 'warning') return { kind, percent: Number(name), at, hasFired, ...nothing }
      const escalation = policy.escalations.find(({ slug }) => step === `escalation:${slug}`)
      if (escalation === undefined) return { kind: 'breach', percent: 100, at, hasFired, ...nothing }
      const { atPercent: percent, notify, raisePriorityTo: priority, requeueTo: queue, openCase } = escalation
      return { kind: 'escalation', percent, at, hasFired, notify, priority, queue, openCase }
    })
    .toSorted((one, other) => one.at - other.at || one.percent - other.percent)
}

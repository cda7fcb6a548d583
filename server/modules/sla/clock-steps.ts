import { planSteps, pointOfWarning, type StepPoint } from '../../core/clocks/index.ts'
import type { WorkflowSnapshot } from '../../core/workflow/index.ts'
import type { StoredClock } from './stored-clock.ts'

/** What happens when so much of a target is used up, or so long before or after it is. */
export type ClockStep = StepPoint & {
  readonly kind: 'warning' | 'breach' | 'escalation'
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
      const told = { at, hasFired: fired.includes(step) }
      const warning = pointOfWarning(step)
      if (warning !== null) return { kind: 'warning', ...warning, ...told, ...nothing }
      const escalation = policy.escalations.find(({ slug }) => step === `escalation:${slug}`)
      if (escalation === undefined) return { kind: 'breach', percent: 100, offsetMs: null, ...told, ...nothing }
      const { at: point, notify, raisePriorityTo: priority, requeueTo: queue, openCase } = escalation
      return { kind: 'escalation', ...point, ...told, notify, priority, queue, openCase }
    })
    .toSorted((one, other) => one.at - other.at)
}

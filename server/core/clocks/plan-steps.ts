import type { Calendar } from '../calendars/calendar.ts'
import { dueAfter, workingTimeBetween } from '../calendars/working-time.ts'
import type { SlaPolicy } from '../workflow/snapshot.ts'
import type { Clock, PlannedStep } from './clock.ts'
import { countedBy, usedOf } from './run-clock.ts'
import { type StepPoint, warningAt } from './step-point.ts'

/**
 * The timers of a running clock: its warnings, the breach and the policy's escalation steps, at the time each is reached. Steps already passed are named too, at a past time: the receiver skips those that
 * have fired by (instance, step), and loses none to a change that came in between (helpdesk.md 2.2).
 */
export function planSteps(
  clock: Clock,
  policy: Pick<SlaPolicy, 'warnings' | 'escalations'>,
  calendar: Calendar,
): readonly PlannedStep[] {
  const { metric, instance, runningSince, dueAt, breachedAt } = clock
  if (runningSince === null || dueAt === null) return []
  const running: RunningClock = { ...clock, runningSince, dueAt }
  const steps: PlannedStep[] = []
  const plan = (step: string, { percent, offsetMs }: StepPoint) => {
    const fireAt = percent === null ? atOffset(running, offsetMs, calendar) : atShare(running, percent, calendar)
    if (fireAt !== null) steps.push({ metric, instance, step, fireAt })
  }
  for (const point of policy.warnings) plan(warningAt(point), point)
  if (breachedAt === null) steps.push({ metric, instance, step: 'breach', fireAt: dueAt })
  for (const escalation of policy.escalations) {
    if (escalation.metric === metric) plan(`escalation:${escalation.slug}`, escalation.at)
  }
  return steps
}

type RunningClock = Clock & { readonly runningSince: number; readonly dueAt: number }

function atShare(clock: RunningClock, percent: number, calendar: Calendar): number {
  const { runningSince, dueAt, targetMs, inDays, override } = clock
  const left = Math.ceil((targetMs * percent) / 100) - usedOf(clock)
  const fireAt = left <= 0 ? runningSince : dueAfter(countedBy(calendar, inDays), runningSince, left)
  // A due time set by hand may lie outside the hours: what waits for it does not come before it.
  return percent >= 100 && override !== undefined ? Math.max(fireAt, dueAt) : fireAt
}

/**
 * So much open time before or after the target is used up, also where the target counts days. Null where there is no
 * such time before: what comes with the promise itself would warn of nothing.
 */
function atOffset(clock: RunningClock, offsetMs: number, calendar: Calendar): number | null {
  const { runningSince, elapsedMs, overdueMs = 0 } = clock
  const usedUpAt = clock.breachedAt ?? clock.dueAt
  const aheadMs = workingTimeBetween(calendar, runningSince, usedUpAt)
  if (offsetMs < 0 && elapsedMs - overdueMs + aheadMs <= -offsetMs) return null
  const left = offsetMs < 0 ? aheadMs + offsetMs : offsetMs - overdueMs
  if (left <= 0) return runningSince
  return dueAfter(calendar, offsetMs < 0 ? runningSince : Math.max(runningSince, usedUpAt), left)
}

/**
 * The steps of a running clock that an instant lies behind: what ends or pauses it there has come too late for them. As
 * for the breach, an answer at that very instant is in time (`not-yet`), and a timer that rings at it is not early.
 */
export function passedSteps(
  clock: Clock,
  policy: SlaPolicy,
  { calendar, at, atDue }: { calendar: Calendar; at: number; atDue: 'counts' | 'not-yet' },
): readonly PlannedStep[] {
  return planSteps(clock, policy, calendar).filter(({ fireAt }) => (atDue === 'counts' ? fireAt <= at : fireAt < at))
}

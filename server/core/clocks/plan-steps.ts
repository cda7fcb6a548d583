import type { Calendar } from '../calendars/calendar.ts'
import { dueAfter } from '../calendars/working-time.ts'
import type { SlaPolicy } from '../workflow/snapshot.ts'
import type { Clock, PlannedStep } from './clock.ts'
import { countedBy, usedOf } from './run-clock.ts'

/**
 * The timers of a running clock: warnings at percentages of the working target, the breach and the policy's escalation
 * steps, at the time each is reached. Steps already passed are named too, at a past time: the receiver skips those that
 * have fired by (instance, step), and loses none to a change that came in between (helpdesk.md 2.2).
 */
export function planSteps(
  clock: Clock,
  policy: Pick<SlaPolicy, 'warnings' | 'escalations'>,
  calendar: Calendar,
): readonly PlannedStep[] {
  const { metric, instance, runningSince, targetMs } = clock
  if (runningSince === null) return []
  const counting = countedBy(calendar, clock.inDays)
  const step = (name: string, percent: number): PlannedStep => {
    const left = Math.ceil((targetMs * percent) / 100) - usedOf(clock)
    const fireAt = left <= 0 ? runningSince : dueAfter(counting, runningSince, left)
    // A due time set by hand may lie outside the hours: what waits for it does not come before it.
    const isAtDue = percent >= 100 && clock.override !== undefined && clock.dueAt !== null
    return { metric, instance, step: name, fireAt: isAtDue ? Math.max(fireAt, clock.dueAt) : fireAt }
  }
  const steps = policy.warnings.map((percent) => step(`warning:${percent}`, percent))
  if (clock.breachedAt === null && clock.dueAt !== null)
    steps.push({ metric, instance, step: 'breach', fireAt: clock.dueAt })
  for (const escalation of policy.escalations) {
    if (escalation.metric === metric) steps.push(step(`escalation:${escalation.slug}`, escalation.atPercent))
  }
  return steps
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

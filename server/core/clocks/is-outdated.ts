import { dueAfter, workingTimeBetween } from '../calendars/working-time.ts'
import type { Calendar } from '../calendars/calendar.ts'
import type { ClocksOfTicket } from './clock-event.ts'
import type { Clock, ClockMetric } from './clock.ts'
import { hasEnded } from '../lifecycle/lifecycle.ts'
import { countedBy, isActive, isCalledOff, isGivenUp, type Promised, standsStill, usedOf } from './run-clock.ts'
import { promiseOf } from './start-clocks.ts'

/**
 * Whether a ticket's clocks promise something else than its policy does now: it was published anew with other targets or
 * pauses, or its calendar with other hours, or the ticket has got another policy. A `policy` event then brings them up to
 * date.
 */
export function isOutdated({
  clocks,
  policy,
  priority,
  category,
  isWithPartner,
}: Pick<ClocksOfTicket, 'clocks' | 'policy' | 'priority' | 'category' | 'isWithPartner'>): boolean {
  const targets = policy.targets[priority]
  const isKnown = clocks.some((clock) => clock.metric === 'resolution' && !isCalledOff(clock))
  const isAbsent = targets.resolution !== undefined && !isKnown
  const isUnowned = targets.ownership !== undefined && isMissing(clocks, 'ownership')
  const isUnanswered = isWithPartner && targets.partnerResponse !== undefined && isMissing(clocks, 'partnerResponse')
  if ((isAbsent || isUnowned || isUnanswered) && !hasEnded(category)) return true
  return clocks.some(
    (clock) =>
      isActive(clock) &&
      (clock.policy !== policy.slug ||
        clock.calendar !== policy.calendar.name ||
        isPromisedOtherwise(clock, policy.calendar, promiseOf(policy, priority, clock.metric)) ||
        standsStill(policy, clock.metric, category) !== (clock.pausedAt !== null)),
  )
}

/** Whether no clock of a metric waits, though its ticket was not given up. */
function isMissing(clocks: readonly Clock[], metric: ClockMetric): boolean {
  const latest = clocks.findLast((clock) => clock.metric === metric)
  const isOver = clocks.some((clock) => clock.metric === 'resolution' && isGivenUp(clock))
  return !isOver && (latest === undefined || !(isActive(latest) || isGivenUp(latest)))
}

/** Whether target and hours no longer lead to the due time; where it was set by hand, whether it is counted otherwise. */
function isPromisedOtherwise(clock: Clock, calendar: Calendar, promise: Promised | null): boolean {
  const counting = countedBy(calendar, clock.inDays)
  if (clock.override === undefined) {
    const isInDays = clock.inDays === true
    const isSame = promise !== null && promise.targetMs === clock.targetMs && promise.inDays === isInDays
    return !isSame || isDueOtherwise(clock, counting)
  }
  const { runningSince, breachedAt, dueAt } = clock
  if (runningSince === null || breachedAt !== null || dueAt === null || dueAt <= runningSince) return false
  return usedOf(clock) + workingTimeBetween(counting, runningSince, dueAt) !== clock.targetMs
}

/** Of a clock that began to count before its calendar got the hours it has: whether these move its due time. */
function isDueOtherwise(clock: Clock, calendar: Calendar): boolean {
  const { runningSince, breachedAt, dueAt, targetMs } = clock
  const { earlier } = calendar
  if (earlier === undefined || runningSince === null || runningSince >= earlier.until) return false
  const left = targetMs - usedOf(clock)
  return breachedAt === null && left > 0 && dueAfter(calendar, runningSince, left) !== dueAt
}

import type { Calendar } from '../calendars/calendar.ts'
import { inWorkingDays } from '../calendars/working-days.ts'
import { dueAfter, workingTimeBetween } from '../calendars/working-time.ts'
import type { StatusCategory } from '../lifecycle/lifecycle.ts'
import type { SlaPolicy } from '../workflow/snapshot.ts'
import type { Clock, ClockMetric } from './clock.ts'

/** What a clock promises, and by which hours it counts. */
export interface Promised {
  readonly policy: string
  readonly calendar: Calendar
  readonly targetMs: number
  /** Whether the target counts the days of the calendar, not its hours. */
  readonly inDays: boolean
}

/** A calendar as a promise counts by it: its hours, or its days. */
export function countedBy(calendar: Calendar, inDays: boolean | undefined): Calendar {
  return inDays === true ? inWorkingDays(calendar) : calendar
}

/** A clock that counts from `startedAt` on. */
export function newClock(metric: ClockMetric, instance: number, promise: Promised, startedAt: number): Clock {
  return {
    metric,
    instance,
    policy: promise.policy,
    calendar: promise.calendar.name,
    targetMs: promise.targetMs,
    ...(promise.inDays && { inDays: true }),
    startedAt,
    elapsedMs: 0,
    runningSince: startedAt,
    dueAt: dueAfter(countedBy(promise.calendar, promise.inDays), startedAt, promise.targetMs),
    state: 'running',
    metAt: null,
    breachedAt: null,
    pausedAt: null,
    cancelReason: null,
    attachedLate: false,
  }
}

/** Whether the clock still waits for what it measures; a breached one does until it is answered. */
export function isActive(clock: Clock): boolean {
  return clock.runningSince !== null || clock.pausedAt !== null
}

/** Whether a clock ended because nothing was promised any more, and what it measures has not come since. */
export function isCalledOff({ cancelReason, metAt }: Clock): boolean {
  return metAt === null && (cancelReason === 'priority' || cancelReason === 'policy')
}

/** Whether a clock was given up together with its ticket. */
export function isGivenUp(clock: Clock): boolean {
  return clock.metAt === null && clock.cancelReason !== null && !isCalledOff(clock)
}

/** Whether a policy lets the clocks of a metric stand still while the ticket is in a status of this category. */
export function standsStill(
  { pausesIn, pausesFirstResponse }: SlaPolicy,
  metric: ClockMetric,
  category: StatusCategory,
): boolean {
  // That a ticket waits for its partner is what is measured.
  if (metric === 'partnerResponse') return false
  return pausesIn.has(category) && (metric !== 'firstResponse' || pausesFirstResponse)
}

/** What has counted up to an instant, in hours and in days: priority or policy may change which of them a target is in. */
export function countUpTo(clock: Clock, calendar: Calendar, at: number): Clock {
  const { elapsedMs, elapsedDayMs = elapsedMs, overdueMs = 0, runningSince, breachedAt } = clock
  if (runningSince === null) return clock
  const overMs =
    breachedAt === null ? 0 : overdueMs + workingTimeBetween(calendar, Math.max(runningSince, breachedAt), at)
  const ms = elapsedMs + workingTimeBetween(calendar, runningSince, at)
  const dayMs = elapsedDayMs + workingTimeBetween(inWorkingDays(calendar), runningSince, at)
  return { ...clock, elapsedMs: ms, elapsedDayMs: dayMs === ms ? undefined : dayMs, overdueMs: overMs || undefined }
}

/** What has counted towards a target, in the unit it is in. */
export function usedOf({ elapsedMs, elapsedDayMs, inDays }: Clock): number {
  return inDays === true ? (elapsedDayMs ?? elapsedMs) : elapsedMs
}

/** Records the breach of a clock whose due time has passed: strictly before `at`, or at it when `atDue` says so. */
export function settle(clock: Clock, at: number, atDue: 'counts' | 'not-yet'): Clock {
  if (clock.runningSince === null || clock.dueAt === null || clock.breachedAt !== null) return clock
  const isPast = atDue === 'counts' ? clock.dueAt <= at : clock.dueAt < at
  return isPast ? { ...clock, state: 'breached', breachedAt: clock.dueAt } : clock
}

/** Stops counting and keeps what is left; a breach stays recorded. */
export function pause(clock: Clock, calendar: Calendar, at: number): Clock {
  return {
    ...countUpTo(clock, calendar, at),
    runningSince: null,
    dueAt: null,
    pausedAt: at,
    state: clock.breachedAt === null ? 'paused' : 'breached',
  }
}

/** Counts on from an instant under a promise, with what has elapsed so far. */
export function run(clock: Clock, promise: Promised, at: number): Clock {
  const inDays = promise.inDays || undefined
  const left = promise.targetMs - usedOf({ ...clock, inDays })
  const dueAt =
    left > 0 ? dueAfter(countedBy(promise.calendar, inDays), at, left) : (clock.breachedAt ?? at + graceOf(clock))
  return {
    ...clock,
    ...(clock.override !== undefined && { override: { ...clock.override, dueAt } }),
    policy: promise.policy,
    calendar: promise.calendar.name,
    targetMs: promise.targetMs,
    inDays,
    runningSince: at,
    pausedAt: null,
    metAt: null,
    dueAt,
    state: clock.breachedAt === null ? 'running' : 'breached',
  }
}

/** What was left until a due time set by hand to an hour that does not count, when the clock stopped. */
function graceOf({ override, pausedAt, metAt }: Clock): number {
  const stoppedAt = pausedAt ?? metAt
  return override === undefined || stoppedAt === null ? 0 : Math.max(0, override.dueAt - stoppedAt)
}

/** Ends a clock that got what it measures. One answered exactly at its due time is met. */
export function fulfil(clock: Clock, calendar: Calendar, at: number): Clock {
  return {
    ...countUpTo(clock, calendar, at),
    runningSince: null,
    pausedAt: null,
    metAt: at,
    state: clock.breachedAt === null ? 'met' : 'breached',
  }
}

/** Ends a clock without a verdict; a breach stays recorded. */
export function end(
  clock: Clock,
  calendar: Calendar,
  at: number,
  how: { readonly state: 'cancelled' | 'not_applicable'; readonly reason: string },
): Clock {
  return {
    ...countUpTo(clock, calendar, at),
    runningSince: null,
    pausedAt: null,
    dueAt: null,
    state: clock.breachedAt === null ? how.state : 'breached',
    cancelReason: how.reason,
  }
}

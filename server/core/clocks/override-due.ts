import type { Calendar } from '../calendars/calendar.ts'
import { workingTimeBetween } from '../calendars/working-time.ts'
import type { Clock, DueOverride } from './clock.ts'
import { countedBy, countUpTo, isActive, usedOf } from './run-clock.ts'

/** Why the due time of a clock cannot be set by hand: it stands still, was missed, or is over. */
export type OverrideRefusal = 'paused' | 'breached' | 'ended'

/** Why a clock as it stands takes no due time by hand; null when it takes one. A breach is never erased. */
export function refusesOverride(clock: Clock): OverrideRefusal | null {
  if (clock.breachedAt !== null) return 'breached'
  if (!isActive(clock)) return 'ended'
  return clock.runningSince === null ? 'paused' : null
}

/** Sets the due time of a running clock; its target becomes the working time until then, what has elapsed included. */
export function overrideDue(clock: Clock, calendar: Calendar, at: number, override: DueOverride): Clock {
  const counted = { ...countUpTo(clock, calendar, at), override }
  return keepDue(counted, calendar, at)
}

/** Lets a running clock that has counted up to `at` keep the due time set by hand, whatever its promise says now. */
export function keepDue(clock: Clock & { readonly override: DueOverride }, calendar: Calendar, at: number): Clock {
  const { dueAt } = clock.override
  const targetMs =
    dueAt > at ? usedOf(clock) + workingTimeBetween(countedBy(calendar, clock.inDays), at, dueAt) : clock.targetMs
  return { ...clock, targetMs, runningSince: at, dueAt }
}

/** Whether a due time was set by hand on this clock and still counts. */
export function isOverridden(clock: Clock): clock is Clock & { readonly override: DueOverride } {
  return clock.override !== undefined
}

/** A clock without the due time set by hand; what it promises instead is for the caller to say. */
export function withoutOverride(clock: Clock): Clock {
  const plain: Omit<Clock, 'override'> & { override?: DueOverride } = { ...clock }
  delete plain.override
  return plain
}

import type { Calendar } from './calendar.ts'
import type { OpenSpan } from './open-spans.ts'
import { openOnDay } from './open-spans.ts'

/** What one working day counts, whether it is open for four hours, eight, or the 23 of a day of summer time. */
export const workingDayMs = 86_400_000

/**
 * A calendar that counts working days instead of working time (helpdesk.md 2.1): each local day that opens at all counts
 * one, used up evenly over the time it is open. Two days from Tuesday 16:00 are used up on Thursday 16:00, one day from
 * before opening at close of that day; what is closed or paused counts nothing, as it does in hours.
 */
export function inWorkingDays(calendar: Calendar): Calendar {
  const { earlier } = calendar
  const past = earlier === undefined ? {} : { earlier: { ...earlier, hours: inWorkingDays(earlier.hours) } }
  // Its days have ends to count by, also where none of them ever closes.
  return { ...calendar, ...past, countsDays: true, isAlwaysOpen: false }
}

/** What the part of an open span from `from` to `to` counts, in the unit of its calendar. */
export function weightOf(open: OpenSpan, from: number, to: number): number {
  if (open.hours.countsDays !== true) return to - from
  const day = new OpenDay(open)
  return day.shareAt(to) - day.shareAt(from)
}

/** The first instant of an open span, from `from` on, at which so much has counted. */
export function instantAfter(open: OpenSpan, from: number, weight: number): number {
  if (open.hours.countsDays !== true) return from + weight
  const day = new OpenDay(open)
  const offset = dividedUp((day.shareAt(from) + weight) * day.openMs, workingDayMs)
  return Math.max(from, from + offset - day.openUntil(from))
}

/**
 * The day an open span lies in. Shares are whole numbers counted from its first opening, so they add up over any split;
 * the products stay below 2^53, so they are exact.
 */
class OpenDay {
  readonly openMs: number
  readonly #spans: ReturnType<typeof openOnDay>

  constructor({ hours, day }: OpenSpan) {
    this.#spans = openOnDay(hours, day)
    this.openMs = this.#spans.reduce((total, { from, to }) => total + to - from, 0)
  }

  openUntil(at: number): number {
    return this.#spans.reduce((total, { from, to }) => total + Math.max(0, Math.min(to, at) - from), 0)
  }

  shareAt(at: number): number {
    const product = workingDayMs * this.openUntil(at)
    return (product - (product % this.openMs)) / this.openMs
  }
}

function dividedUp(product: number, divisor: number): number {
  const rest = product % divisor
  return (product - rest) / divisor + (rest > 0 ? 1 : 0)
}

import type { Calendar, MinuteSpan } from './calendar.ts'
import { dayMs, minuteMs, weekdayIndex } from './day.ts'
import type { Zone } from './zone.ts'
import { zoneOf } from './zone.ts'

/** A stretch of instants, half-open, epoch ms. */
export interface Span {
  readonly from: number
  readonly to: number
}

/** An open stretch of one local day, and by whose hours it is open: those of a calendar at that time. */
export interface OpenSpan extends Span {
  readonly hours: Calendar
  readonly day: number
}

/** The first open span that ends after the instant. A calendar always has a next one: an empty week is refused. */
export function nextOpenSpan(calendar: Calendar, afterMs: number): OpenSpan {
  const { earlier } = calendar
  if (earlier === undefined || afterMs >= earlier.until) return nextSpanNow(calendar, afterMs)
  const past = nextOpenSpan(earlier.hours, afterMs)
  if (past.from < earlier.until) return { ...past, to: Math.min(past.to, earlier.until) }
  const next = nextSpanNow(calendar, earlier.until)
  return { ...next, from: Math.max(next.from, earlier.until) }
}

/** The calendar whose hours count at an instant: this one, or what it was then. */
export function hoursAt(calendar: Calendar, at: number): Calendar {
  const { earlier } = calendar
  return earlier !== undefined && at < earlier.until ? hoursAt(earlier.hours, at) : calendar
}

/** Whether every second from an instant on is open. */
export function isAlwaysOpenFrom(calendar: Calendar, at: number): boolean {
  return calendar.isAlwaysOpen && hoursAt(calendar, at) === calendar
}

/** By the hours it has now. */
function nextSpanNow(calendar: Calendar, afterMs: number): OpenSpan {
  const today = Math.floor(zoneOf(calendar.zone).wallOf(afterMs) / dayMs)
  if (calendar.isAlwaysOpen) return { from: afterMs, to: Infinity, hours: calendar, day: today }
  for (let day = today; ; day += 1) {
    const open = openOnDay(calendar, day).find(({ to }) => to > afterMs)
    if (open !== undefined) return { ...open, hours: calendar, day }
  }
}

/** When one local day is open, by the hours a calendar has now and those of the one it is within. */
export function openOnDay(calendar: Calendar, day: number): readonly Span[] {
  const zone = zoneOf(calendar.zone)
  const own = spansOnDay(calendar, day)
    .map((span) => instantsOf(zone, day, span))
    .filter(({ from, to }) => from < to)
  const [first, last] = [own[0], own.at(-1)]
  if (calendar.within === undefined || first === undefined || last === undefined) return own
  return commonSpans(own, openBetween(calendar.within, first.from, last.to))
}

/** What is open in both; each list is in order and does not overlap. */
export function commonSpans(some: readonly Span[], others: readonly Span[]): readonly Span[] {
  return some.flatMap((one) =>
    others.flatMap((other) => {
      const [from, to] = [Math.max(one.from, other.from), Math.min(one.to, other.to)]
      return from < to ? [{ from, to }] : []
    }),
  )
}

/** When the local days that two instants lie in, and those between, are open: hours over midnight in one piece. */
function openBetween(calendar: Calendar, fromMs: number, toMs: number): readonly Span[] {
  const zone = zoneOf(calendar.zone)
  const [first, last] = [fromMs, toMs].map((at) => Math.floor(zone.wallOf(at) / dayMs)) as [number, number]
  const joined: Span[] = []
  for (let day = first; day <= last; day += 1) {
    for (const span of openOnDay(calendar, day)) {
      const before = joined.at(-1)
      if (before?.to === span.from) joined[joined.length - 1] = { from: before.from, to: span.to }
      else joined.push(span)
    }
  }
  return joined
}

/** Open spans of one local day, in local minutes. */
function spansOnDay(calendar: Calendar, day: number): readonly MinuteSpan[] {
  return calendar.exceptions.get(day) ?? calendar.week[weekdayIndex(day)] ?? []
}

/** Where local minutes of a day lie in time; a DST day is shorter or longer by construction. */
function instantsOf(zone: Zone, day: number, span: MinuteSpan): Span {
  return {
    from: zone.instantOf(day * dayMs + span.from * minuteMs),
    to: zone.instantOf(day * dayMs + span.to * minuteMs),
  }
}

import type { Calendar, MinuteSpan } from './calendar.ts'
import { dayMs, minuteMs, weekdayIndex } from './day.ts'
import type { Zone } from './zone.ts'
import { zoneOf } from './zone.ts'

/** A stretch of instants, half-open, epoch ms. */
export interface Span {
  readonly from: number
  readonly to: number
}

/** The first open span that ends after the instant. A calendar always has a next one: an empty week is refused. */
export function nextOpenSpan(calendar: Calendar, afterMs: number): Span {
  const { earlier } = calendar
  if (earlier === undefined || afterMs >= earlier.until) return nextSpanNow(calendar, afterMs)
  const past = nextOpenSpan(earlier.hours, afterMs)
  if (past.from < earlier.until) return { from: past.from, to: Math.min(past.to, earlier.until) }
  const { from, to } = nextSpanNow(calendar, earlier.until)
  return { from: Math.max(from, earlier.until), to }
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
function nextSpanNow(calendar: Calendar, afterMs: number): Span {
  if (calendar.isAlwaysOpen) return { from: afterMs, to: Infinity }
  const zone = zoneOf(calendar.zone)
  for (let day = Math.floor(zone.wallOf(afterMs) / dayMs); ; day += 1) {
    for (const span of spansOnDay(calendar, day)) {
      const open = instantsOf(zone, day, span)
      if (open.to > afterMs && open.from < open.to) return open
    }
  }
}

/** Open spans of one local day, in local minutes. */
export function spansOnDay(calendar: Calendar, day: number): readonly MinuteSpan[] {
  return calendar.exceptions.get(day) ?? calendar.week[weekdayIndex(day)] ?? []
}

/** Where local minutes of a day lie in time; a DST day is shorter or longer by construction. */
export function instantsOf(zone: Zone, day: number, span: MinuteSpan): Span {
  return {
    from: zone.instantOf(day * dayMs + span.from * minuteMs),
    to: zone.instantOf(day * dayMs + span.to * minuteMs),
  }
}

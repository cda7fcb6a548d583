import type { Calendar, CalendarDefinition, DayInterval, MinuteSpan, PastHours } from './calendar.ts'
import { weekdays } from './calendar.ts'
import { dayOfDate, minutesOf, weekdayIndex } from './day.ts'
import { findCalendarProblems } from './calendar-problems.ts'

/** Makes a calendar ready to count with. Throws a RangeError for one that `findCalendarProblems` would report. */
export function compileCalendar(name: string, definition: CalendarDefinition): Calendar {
  const [problem] = findCalendarProblems(definition)
  if (problem !== undefined) throw new RangeError(`Calendar ${name}: ${problem.message}`)
  if (definition.alwaysOpen === true) return alwaysOpen(name, definition.zone)

  const week = weekdays.map((weekday) => spansOf(definition.week?.[weekday] ?? []))
  const exceptions = new Map<number, readonly MinuteSpan[]>()
  for (const [date, intervals] of Object.entries(definition.shifts ?? {}))
    exceptions.set(dayNumber(date), spansOf(intervals))
  for (const [date, intervals] of Object.entries(definition.breaks ?? {})) {
    const day = dayNumber(date)
    exceptions.set(day, without(exceptions.get(day) ?? week[weekdayIndex(day)] ?? [], spansOf(intervals)))
  }
  const holidays = new Set((definition.holidays ?? []).map(dayNumber))
  for (const day of holidays) exceptions.set(day, [])
  const isFullWeek = week.every((spans) => spans.length === 1 && spans[0]?.from === 0 && spans[0].to === 1440)
  return { name, zone: definition.zone, week, exceptions, holidays, isAlwaysOpen: isFullWeek && exceptions.size === 0 }
}

/** A calendar that counts each stretch of time by the hours it had then; the past ones in any order. */
export function withPast(calendar: Calendar, past: readonly PastHours[]): Calendar {
  let earlier: Calendar['earlier']
  for (const { until, definition } of past.toSorted((one, other) => one.until - other.until)) {
    const hours = compileCalendar(calendar.name, definition)
    earlier = { until, hours: earlier === undefined ? hours : { ...hours, earlier } }
  }
  return earlier === undefined ? calendar : { ...calendar, earlier }
}

function alwaysOpen(name: string, zone: string): Calendar {
  const fullDay = [{ from: 0, to: 1440 }]
  return {
    name,
    zone,
    week: weekdays.map(() => fullDay),
    exceptions: new Map(),
    holidays: new Set(),
    isAlwaysOpen: true,
  }
}

/** In order, with touching spans joined. */
function spansOf(intervals: readonly DayInterval[]): readonly MinuteSpan[] {
  const sorted = intervals
    .map(([from, to]) => ({ from: minutesOf(from), to: minutesOf(to) }))
    .toSorted((one, other) => one.from - other.from)
  const joined: MinuteSpan[] = []
  for (const span of sorted) {
    const last = joined.at(-1)
    if (last !== undefined && last.to === span.from) joined[joined.length - 1] = { from: last.from, to: span.to }
    else joined.push(span)
  }
  return joined
}

function without(spans: readonly MinuteSpan[], holes: readonly MinuteSpan[]): readonly MinuteSpan[] {
  return holes.reduce<readonly MinuteSpan[]>(
    (left, hole) =>
      left.flatMap(({ from, to }) =>
        [
          { from, to: Math.min(to, hole.from) },
          { from: Math.max(from, hole.to), to },
        ].filter((piece) => piece.from < piece.to),
      ),
    spans,
  )
}

function dayNumber(date: string): number {
  const day = dayOfDate(date)
  if (day === null) throw new RangeError(`${date} is not a date.`)
  return day
}

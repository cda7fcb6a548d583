import type { Calendar, CalendarDefinition, DayInterval, MinuteSpan } from './calendar.ts'
import { weekdays } from './calendar.ts'
import { dayOfDate, minutesOf, weekdayIndex } from './day.ts'

/** Reads what is written into spans to count with; it has been looked through before. Throws a RangeError for no date. */
export function readCalendar(name: string, definition: CalendarDefinition): Calendar {
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
  const own = { name, zone: definition.zone, week, exceptions, holidays }
  const isOwnAlways = isFullWeek && exceptions.size === 0
  if (definition.within === undefined) return { ...own, isAlwaysOpen: isOwnAlways }
  const within = readCalendar(name, definition.within)
  return { ...own, within, isAlwaysOpen: isOwnAlways && within.isAlwaysOpen }
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

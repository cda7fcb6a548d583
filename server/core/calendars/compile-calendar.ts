import type { Calendar, CalendarDefinition, PastHours } from './calendar.ts'
import { findCalendarProblems } from './calendar-problems.ts'
import { readCalendar } from './read-calendar.ts'

/** Makes a calendar ready to count with. Throws a RangeError for one that `findCalendarProblems` would report. */
export function compileCalendar(name: string, definition: CalendarDefinition): Calendar {
  const [problem] = findCalendarProblems(definition)
  if (problem !== undefined) throw new RangeError(`Calendar ${name}: ${problem.message}`)
  return readCalendar(name, definition)
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

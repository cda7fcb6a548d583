import type { CalendarDefinition, DayInterval } from './calendar.ts'
import { weekdays } from './calendar.ts'
import { dayOfDate, minutesOf } from './day.ts'
import { openOnDay } from './open-spans.ts'
import { readCalendar } from './read-calendar.ts'
import { isZone } from './zone.ts'

/** Why a calendar is refused; `path` leads to the place inside the definition. */
export interface CalendarProblem {
  readonly code: 'unknown_zone' | 'calendar_empty' | 'calendar_interval' | 'calendar_overlap' | 'bad_date'
  readonly message: string
  readonly path: readonly (string | number)[]
}

const alwaysOpenAlone: CalendarProblem = {
  code: 'calendar_interval',
  message: 'A calendar that is always open has no week, no holidays, no shifts and no breaks, and is within none.',
  path: ['alwaysOpen'],
}

/** So far ahead that only the lasting rules of zones hold, and the days that show a whole year of them. */
const lastingFrom = dayOfDate('2100-01-01') ?? 0
const lastingDays = 371

/**
 * Everything that makes a calendar unusable: no zone, no open second in its week, none in common with the calendar it is
 * within, overlaps, intervals that end before they start. What is wrong in that other calendar is said `within`.
 */
export function findCalendarProblems({ within, ...own }: CalendarDefinition): readonly CalendarProblem[] {
  const problems = problemsOf(own)
  if (within === undefined) return problems
  if (own.alwaysOpen === true && !problems.includes(alwaysOpenAlone)) problems.push(alwaysOpenAlone)
  problems.push(...problemsOf(within).map((problem) => ({ ...problem, path: ['within', ...problem.path] })))
  if (problems.length === 0 && !isEverOpen({ ...own, within })) {
    const message = 'Its hours and those of the calendar it is within have none in common, so no clock could ever end.'
    problems.push({ code: 'calendar_empty', message, path: ['within'] })
  }
  return problems
}

/** Whether two calendars ever open at once, summer time and holidays come and gone: one that never does has no next opening. */
function isEverOpen({ within, ...own }: CalendarDefinition): boolean {
  const calendar = readCalendar('', { ...weekOf(own), within: within === undefined ? undefined : weekOf(within) })
  return Array.from({ length: lastingDays }, (_, index) => lastingFrom + index).some(
    (day) => openOnDay(calendar, day).length > 0,
  )
}

function weekOf({ zone, alwaysOpen, week }: CalendarDefinition): CalendarDefinition {
  return { zone, alwaysOpen, week }
}

function problemsOf(definition: CalendarDefinition): CalendarProblem[] {
  const problems: CalendarProblem[] = []
  if (!isZone(definition.zone)) {
    problems.push({ code: 'unknown_zone', message: `"${definition.zone}" is not an IANA time zone.`, path: ['zone'] })
  }
  const { week, holidays = [], shifts = {}, breaks = {} } = definition
  const open = weekdays.flatMap((weekday) => week?.[weekday] ?? [])
  if (definition.alwaysOpen !== true && open.length === 0) {
    problems.push({
      code: 'calendar_empty',
      message: 'The week has no open hour, so no clock could ever end.',
      path: ['week'],
    })
  }
  const dates = [...holidays, ...Object.keys(shifts), ...Object.keys(breaks)]
  if (definition.alwaysOpen === true && (week !== undefined || dates.length > 0)) {
    problems.push(alwaysOpenAlone)
  }
  for (const weekday of weekdays) problems.push(...intervalProblems(week?.[weekday] ?? [], ['week', weekday]))
  for (const [date, intervals] of Object.entries(shifts))
    problems.push(...intervalProblems(intervals, ['shifts', date]))
  for (const [date, intervals] of Object.entries(breaks))
    problems.push(...intervalProblems(intervals, ['breaks', date]))
  const written: [string, readonly (string | number)[]][] = [
    ...holidays.map((date, index): [string, readonly (string | number)[]] => [date, ['holidays', index]]),
    ...Object.keys(shifts).map((date): [string, readonly (string | number)[]] => [date, ['shifts', date]]),
    ...Object.keys(breaks).map((date): [string, readonly (string | number)[]] => [date, ['breaks', date]]),
  ]
  for (const [date, path] of written) {
    if (dayOfDate(date) === null) problems.push({ code: 'bad_date', message: `${date} is not a date.`, path })
  }
  return problems
}

function intervalProblems(intervals: readonly DayInterval[], path: readonly (string | number)[]): CalendarProblem[] {
  const problems: CalendarProblem[] = []
  const spans = intervals.map(([from, to], index) => ({ from: minutesOf(from), to: minutesOf(to), index }))
  for (const { from, to, index } of spans) {
    if (from < to) continue
    const message = 'An interval ends after it starts; one that crosses midnight is written as two.'
    problems.push({ code: 'calendar_interval', message, path: [...path, index] })
  }
  const sorted = spans.toSorted((one, other) => one.from - other.from)
  sorted.forEach((span, order) => {
    const before = sorted[order - 1]
    if (before === undefined || span.from >= before.to) return
    problems.push({
      code: 'calendar_overlap',
      message: 'Two intervals of one day overlap.',
      path: [...path, span.index],
    })
  })
  return problems
}

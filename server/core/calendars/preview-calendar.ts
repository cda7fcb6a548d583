import type { Calendar, Weekday } from './calendar.ts'
import { weekdays } from './calendar.ts'
import { dateOfDay, dayMs, weekdayIndex } from './day.ts'
import type { Span } from './open-spans.ts'
import { openOnDay } from './open-spans.ts'
import { zoneOf } from './zone.ts'

/** One local day of a calendar. */
export interface CalendarDay {
  readonly date: string
  readonly weekday: Weekday
  /** Of the calendar, or a date on which it stays closed of the one it is within. */
  readonly isHoliday: boolean
  /** Open spans, epoch ms. */
  readonly open: readonly Span[]
  readonly openMs: number
}

/** The days of a calendar from the local day of an instant on. */
export function previewCalendar(calendar: Calendar, fromMs: number, days: number): readonly CalendarDay[] {
  const zone = zoneOf(calendar.zone)
  const first = Math.floor(zone.wallOf(fromMs) / dayMs)
  return Array.from({ length: days }, (_, index) => {
    const day = first + index
    const open = openOnDay(calendar, day)
    return {
      date: dateOfDay(day),
      weekday: weekdays[weekdayIndex(day)] ?? 'mon',
      isHoliday: calendar.holidays.has(day) || (open.length === 0 && calendar.within?.holidays.has(day) === true),
      open,
      openMs: open.reduce((total, { from, to }) => total + to - from, 0),
    }
  })
}

import type { Calendar } from '../calendars/calendar.ts'
import { inWorkingDays } from '../calendars/working-days.ts'
import { countsDays } from './duration.ts'

/** The calendar by which a wait is counted: `2d` of it are two working days, `16h` so much open time; null without one. */
export function countedIn(calendar: Calendar | undefined, duration: string): Calendar | null {
  if (calendar === undefined) return null
  return countsDays(duration) ? inWorkingDays(calendar) : calendar
}

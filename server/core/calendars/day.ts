export const dayMs = 86_400_000
export const minuteMs = 60_000

/** The day a date names, counted from 1970-01-01; null when there is no such date. */
export function dayOfDate(date: string): number | null {
  try {
    return new Temporal.PlainDate(1970, 1, 1).until(Temporal.PlainDate.from(date, { overflow: 'reject' })).days
  } catch {
    return null
  }
}

/** The date of a day counted from 1970-01-01, as `2026-04-03`. */
export function dateOfDay(day: number): string {
  return new Temporal.PlainDate(1970, 1, 1).add({ days: day }).toString()
}

/** Index of a day in the week, Monday = 0; the first of January 1970 was a Thursday. */
export function weekdayIndex(day: number): number {
  return (((day + 3) % 7) + 7) % 7
}

/** Minutes of `09:30`; 1440 for `24:00`. */
export function minutesOf(time: string): number {
  return Number(time.slice(0, 2)) * 60 + Number(time.slice(3, 5))
}

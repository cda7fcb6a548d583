import { describe, expect, it } from 'vitest'
import fc from 'fast-check'
import type { CalendarDefinition } from './calendar.ts'
import { compileCalendar, withPast } from './compile-calendar.ts'
import { explainSpan } from './segments.ts'
import { dueAfter, workingTimeBetween } from './working-time.ts'

const hour = 3_600_000
/** A Monday. */
const monday = Date.UTC(2026, 2, 2)
const daily = (from: string, to: string): CalendarDefinition => {
  const day = [[from, to]] as const
  return { zone: 'UTC', week: { mon: day, tue: day, wed: day, thu: day, fri: day, sat: day, sun: day } }
}
const office = daily('09:00', '17:00')
const early = daily('07:00', '12:00')

describe('a calendar that had other hours', () => {
  const noon = monday + 12 * hour
  const calendar = withPast(compileCalendar('office', early), [{ until: noon, definition: office }])

  it('counts what was before by the hours of then, and the rest by its own', () => {
    expect(workingTimeBetween(calendar, monday, noon)).toBe(3 * hour)
    expect(workingTimeBetween(calendar, monday, monday + 34 * hour)).toBe(6 * hour)
    // Three hours until noon, then the next morning from seven on.
    expect(dueAfter(calendar, monday, 4 * hour)).toBe(monday + 32 * hour)
    expect(dueAfter(calendar, monday, 3 * hour)).toBe(noon)
  })

  it('names a holiday of then, and none that came later', () => {
    const closed = { ...office, holidays: ['2026-03-02'] }
    const past = withPast(compileCalendar('office', { ...early, holidays: ['2026-03-01'] }), [
      { until: noon, definition: closed },
    ])
    expect(explainSpan(past, { from: monday, to: noon })).toEqual([
      { from: monday, to: noon, counted: false, reason: 'holiday' },
    ])
    expect(explainSpan(past, { from: monday - 24 * hour, to: monday }).map(({ reason }) => reason)).not.toContain(
      'holiday',
    )
  })

  it('is open all the time only from when it is', () => {
    const open = withPast(compileCalendar('office', { zone: 'UTC', alwaysOpen: true }), [
      { until: noon, definition: office },
    ])
    expect(workingTimeBetween(open, monday, noon + hour)).toBe(4 * hour)
    expect(dueAfter(open, monday, 10 * hour)).toBe(noon + 7 * hour)
  })
})

it('each stretch of time counts as the calendar in force then counts it, however often it was changed', () => {
  const hoursOf = fc.constantFrom<CalendarDefinition>(
    office,
    early,
    daily('20:00', '24:00'),
    { zone: 'Europe/Madrid', alwaysOpen: true },
    { ...office, within: early },
  )
  const ended = fc.array(fc.record({ until: fc.integer({ min: 0, max: 200 }), definition: hoursOf }), { maxLength: 4 })
  const span = fc.tuple(fc.integer({ min: -50, max: 300 }), fc.integer({ min: 0, max: 100 }))
  fc.assert(
    fc.property(hoursOf, ended, span, (definition, rows, [start, length]) => {
      const past = [...new Map(rows.map((row) => [row.until, row])).values()]
        .map((row) => ({ ...row, until: monday + row.until * hour }))
        .toSorted((one, other) => one.until - other.until)
      const calendar = withPast(compileCalendar('c', definition), past)
      const [from, to] = [monday + start * hour, monday + (start + length) * hour]
      const pieces = [...past, { until: Infinity, definition }].map((piece, index) => {
        const begins = Math.max(from, past[index - 1]?.until ?? -Infinity)
        return workingTimeBetween(compileCalendar('c', piece.definition), begins, Math.min(to, piece.until))
      })
      const counted = workingTimeBetween(calendar, from, to)
      expect(counted).toBe(pieces.reduce((sum, piece) => sum + piece, 0))
      const segments = explainSpan(calendar, { from, to })
      expect(segments.reduce((sum, one) => sum + (one.counted ? one.to - one.from : 0), 0)).toBe(counted)
      expect(workingTimeBetween(calendar, from, dueAfter(calendar, from, counted))).toBe(counted)
    }),
  )
})

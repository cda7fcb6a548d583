import { describe, expect, it } from 'vitest'
import type { CalendarDefinition } from './calendar.ts'
import { findCalendarProblems } from './calendar-problems.ts'
import { compileCalendar, withPast } from './compile-calendar.ts'
import { previewCalendar } from './preview-calendar.ts'
import { inWorkingDays } from './working-days.ts'
import { addWorkingTime, dueAfter, workingTimeBetween } from './working-time.ts'

const hour = 3_600_000
const utc = (text: string) => Temporal.Instant.from(text).epochMilliseconds
const weekdays = (...spans: [string, string][]) => ({ mon: spans, tue: spans, wed: spans, thu: spans, fri: spans })
const everyDay = (from: string, to: string) =>
  ({ ...weekdays([from, to]), sat: [[from, to]], sun: [[from, to]] }) as const

const madrid = { zone: 'Europe/Madrid', week: weekdays(['09:00', '18:00']) }
const newYork = { zone: 'America/New_York', week: weekdays(['09:00', '17:00']), holidays: ['2026-07-03'] }
const both = compileCalendar('both', { ...madrid, within: newYork })
const openOn = (calendar: typeof both, date: string) =>
  workingTimeBetween(calendar, utc(`${date}T00:00Z`), utc(`${date}T00:00Z`) + 24 * hour)

describe('a calendar within another', () => {
  it('is open only while both are, each by the clocks of its own zone', () => {
    // 15:00 to 18:00 in Madrid is 09:00 to 12:00 in New York.
    expect(dueAfter(both, utc('2026-02-03T08:00Z'), 0)).toBe(utc('2026-02-03T14:00Z'))
    expect(dueAfter(both, utc('2026-02-03T14:00Z'), 4 * hour)).toBe(utc('2026-02-04T15:00Z'))
    expect(dueAfter(both, utc('2026-02-03T14:00Z'), 3 * hour)).toBe(utc('2026-02-03T17:00Z'))
  })

  it('has an hour more where summer time has begun in one of the zones and not in the other', () => {
    expect(['2026-03-06', '2026-03-09', '2026-03-30'].map((date) => openOn(both, date) / hour)).toEqual([3, 4, 3])
  })

  it('keeps a lunch break', () => {
    const lunch = { ...madrid, week: weekdays(['09:00', '16:30'], ['17:00', '20:00']) }
    const [day] = previewCalendar(compileCalendar('lunch', { ...lunch, within: newYork }), utc('2026-02-03T12:00Z'), 1)
    expect(day?.open).toEqual([
      { from: utc('2026-02-03T14:00Z'), to: utc('2026-02-03T15:30Z') },
      { from: utc('2026-02-03T16:00Z'), to: utc('2026-02-03T19:00Z') },
    ])
    expect(day?.openMs).toBe(4.5 * hour)
  })

  it('is closed on a holiday of either, and says so', () => {
    const { dueAt, segments } = addWorkingTime(both, utc('2026-07-02T15:00Z'), 4 * hour)
    expect(dueAt).toBe(utc('2026-07-06T16:00Z'))
    expect(segments.map(({ reason }) => reason)).toEqual(['open', 'closed', 'holiday', 'closed', 'open'])
    // The day as it is in New York.
    expect(segments[2]).toMatchObject({ from: utc('2026-07-03T04:00Z'), to: utc('2026-07-04T04:00Z') })
    expect(previewCalendar(both, utc('2026-07-02T12:00Z'), 3)).toMatchObject([
      { date: '2026-07-02', isHoliday: false, openMs: 3 * hour },
      { date: '2026-07-03', isHoliday: true, openMs: 0 },
      { date: '2026-07-04', isHoliday: false, openMs: 0 },
    ])
  })

  it('is open in one piece where the other one’s hours run over midnight', () => {
    const kolkata = { zone: 'Asia/Kolkata', week: { mon: [['12:00', '24:00']], tue: [['00:00', '02:00']] } } as const
    const late = compileCalendar('late', { zone: 'UTC', week: { mon: [['10:00', '22:00']] }, within: kolkata })
    expect(previewCalendar(late, utc('2026-03-02T00:00Z'), 1)[0]?.open).toEqual([
      { from: utc('2026-03-02T10:00Z'), to: utc('2026-03-02T20:30Z') },
    ])
  })

  it('has working days where both open', () => {
    const days = inWorkingDays(both)
    // Half of Thursday, no Friday, Monday, half of Tuesday.
    expect(dueAfter(days, utc('2026-07-02T14:30Z'), 2 * 24 * hour)).toBe(utc('2026-07-07T14:30Z'))
  })

  it('is open all the time only when both are', () => {
    const full = { zone: 'UTC', week: everyDay('00:00', '24:00') }
    const isAlwaysOpen = (within: CalendarDefinition) => compileCalendar('full', { ...full, within }).isAlwaysOpen
    expect([isAlwaysOpen({ zone: 'Europe/Madrid', alwaysOpen: true }), isAlwaysOpen(madrid)]).toEqual([true, false])
  })

  it('counts what is past by the hours that both had then', () => {
    const definition = { zone: 'UTC', week: everyDay('00:00', '24:00') }
    const until = utc('2026-03-03T12:00Z')
    const before = { ...definition, within: { zone: 'UTC', week: everyDay('06:00', '18:00') } }
    const now = { ...definition, within: { zone: 'UTC', week: everyDay('15:00', '16:00') } }
    const calendar = withPast(compileCalendar('full', now), [{ until, definition: before }])
    expect(openOn(calendar, '2026-03-03')).toBe(7 * hour)
    expect(dueAfter(calendar, utc('2026-03-03T10:00Z'), 4 * hour)).toBe(utc('2026-03-04T16:00Z'))
  })
})

describe('two calendars that meet only in some weeks', () => {
  const morning = (to: string) => ({ zone: 'Europe/Madrid', week: { mon: [['09:00', to]] } }) as CalendarDefinition

  it('are taken where summer time lets them meet every year', () => {
    const rare = compileCalendar('rare', { ...morning('15:00'), within: newYork })
    expect(dueAfter(rare, utc('2026-04-01T00:00Z'), hour)).toBe(utc('2026-10-26T14:00Z'))
  })

  it('are refused where they never do', () => {
    const refused = { ...morning('14:00'), within: newYork }
    expect(findCalendarProblems(refused)).toMatchObject([{ code: 'calendar_empty', path: ['within'] }])
    expect(() => compileCalendar('refused', refused)).toThrow(RangeError)
  })
})

describe('what a calendar may be within', () => {
  it('is refused to one that is always open', () => {
    const problems = findCalendarProblems({ zone: 'UTC', alwaysOpen: true, within: madrid })
    expect(problems).toMatchObject([{ code: 'calendar_interval', path: ['alwaysOpen'] }])
  })

  it('has its own faults named within it', () => {
    const problems = findCalendarProblems({ ...madrid, within: { zone: 'Mars/Base', week: {} } })
    expect(problems.map(({ code, path }) => [code, path])).toEqual([
      ['unknown_zone', ['within', 'zone']],
      ['calendar_empty', ['within', 'week']],
    ])
  })

  it('may be a calendar that is always open, which changes nothing', () => {
    const open = compileCalendar('open', { ...madrid, within: { zone: 'Asia/Kolkata', alwaysOpen: true } })
    expect(openOn(open, '2026-03-03')).toBe(9 * hour)
  })
})

import { describe, expect, it } from 'vitest'
import type { CalendarDefinition } from './calendar.ts'
import { compileCalendar, withPast } from './compile-calendar.ts'
import { inWorkingDays, workingDayMs } from './working-days.ts'
import { addWorkingTime, dueAfter, workingTimeBetween } from './working-time.ts'

const zone = 'Europe/Madrid'
const day = [['09:00', '17:00']] as const
const week = { mon: day, tue: day, wed: day, thu: day, fri: day }
const office = (extra: Partial<CalendarDefinition> = {}) =>
  inWorkingDays(compileCalendar('office', { zone, week, ...extra }))
const local = (text: string, name = zone) => Temporal.PlainDateTime.from(text).toZonedDateTime(name).epochMilliseconds
const said = (at: number, name = zone) =>
  Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(name).toPlainDateTime().toString()
const due = (calendar: ReturnType<typeof office>, start: string, days: number) =>
  said(dueAfter(calendar, local(start), days * workingDayMs))

describe('a target of working days', () => {
  it.each([
    ['within a week: the same time so many working days later', '2026-03-03T16:00', 2, '2026-03-05T16:00:00'],
    ['to the second', '2026-03-03T16:00:37', 1, '2026-03-04T16:00:37'],
    ['over a weekend', '2026-03-06T16:00', 1, '2026-03-09T16:00:00'],
    ['over the weekend in which summer time begins', '2026-03-27T10:30', 2, '2026-03-31T10:30:00'],
    ['over the weekend in which it ends', '2026-10-23T10:30', 2, '2026-10-27T10:30:00'],
    ['from before opening: the end of that day', '2026-03-03T07:00', 1, '2026-03-03T17:00:00'],
    ['from opening: the end of that day', '2026-03-03T09:00', 1, '2026-03-03T17:00:00'],
    ['from close: the end of the next', '2026-03-03T17:00', 1, '2026-03-04T17:00:00'],
    ['from the night', '2026-03-03T23:00', 2, '2026-03-05T17:00:00'],
    ['from a weekend', '2026-03-07T12:00', 1, '2026-03-09T17:00:00'],
    ['nothing, outside the hours: the next opening', '2026-03-07T12:00', 0, '2026-03-09T09:00:00'],
  ])('%s', (_, start, days, expected) => {
    expect(due(office(), start, days)).toBe(expected)
  })

  it('passes over holidays, a holiday it starts on too', () => {
    const calendar = office({ holidays: ['2026-04-03', '2026-04-06'] })
    expect(due(calendar, '2026-04-02T16:00', 2)).toBe('2026-04-08T16:00:00')
    expect(due(calendar, '2026-04-03T11:00', 1)).toBe('2026-04-07T17:00:00')
  })

  it('counts a short day as one: so much of it is used up as of any other', () => {
    const calendar = office({ shifts: { '2026-03-06': [['09:00', '13:00']], '2026-03-07': [['10:00', '14:00']] } })
    expect(due(calendar, '2026-03-05T13:00', 1)).toBe('2026-03-06T11:00:00')
    expect(due(calendar, '2026-03-05T17:00', 1)).toBe('2026-03-06T13:00:00')
    expect(due(calendar, '2026-03-05T13:00', 3)).toBe('2026-03-09T13:00:00')
  })

  it('counts a day of several intervals as one, without its lunch', () => {
    const intervals = [
      ['09:00', '13:00'],
      ['14:00', '18:00'],
    ] as const
    const calendar = inWorkingDays(compileCalendar('lunch', { zone, week: { tue: intervals, wed: intervals } }))
    expect(due(calendar, '2026-03-03T12:30', 1)).toBe('2026-03-04T12:30:00')
    expect(due(calendar, '2026-03-03T13:20', 1)).toBe('2026-03-04T13:00:00')
    expect(due(calendar, '2026-03-03T15:00', 2)).toBe('2026-03-10T15:00:00')
  })

  it('leaves a pause out in exact seconds; one outside the hours changes nothing', () => {
    const pausedFor = (from: string, to: string) =>
      said(dueAfter(office(), local('2026-03-03T16:00'), workingDayMs, [{ from: local(from), to: local(to) }]))
    expect(pausedFor('2026-03-03T16:30', '2026-03-04T10:00')).toBe('2026-03-05T09:30:00')
    expect(pausedFor('2026-03-03T16:10:10', '2026-03-03T16:10:15')).toBe('2026-03-04T16:00:05')
    expect(pausedFor('2026-03-03T18:00', '2026-03-04T08:00')).toBe('2026-03-04T16:00:00')
  })

  it('counts a day around the clock as one, also where summer time makes it 23 or 25 hours', () => {
    const always = inWorkingDays(compileCalendar('always', { zone, alwaysOpen: true }))
    expect(due(always, '2026-03-03T16:00', 2)).toBe('2026-03-05T16:00:00')
    const [before, spring] = [local('2026-03-29T00:00'), local('2026-03-30T00:00')]
    expect(spring - before).toBe(23 * 3_600_000)
    expect(workingTimeBetween(always, before, spring)).toBe(workingDayMs)
    expect(dueAfter(always, before, workingDayMs)).toBe(spring)
    expect(workingTimeBetween(always, local('2026-10-25T00:00'), local('2026-10-26T00:00'))).toBe(workingDayMs)
  })

  it('counts each stretch by the hours there were then', () => {
    const until = local('2026-03-05T00:00')
    const past = [{ until, definition: { zone, week: { mon: day, wed: day } } }]
    const calendar = inWorkingDays(withPast(compileCalendar('office', { zone, week }), past))
    expect(said(dueAfter(calendar, local('2026-03-02T13:00'), 2 * workingDayMs))).toBe('2026-03-05T13:00:00')
  })

  it('says which stretches counted', () => {
    const { dueAt, segments } = addWorkingTime(office(), local('2026-03-06T16:00'), workingDayMs)
    expect(said(dueAt)).toBe('2026-03-09T16:00:00')
    expect(segments.map(({ from, to, counted }) => [said(from), said(to), counted])).toEqual([
      ['2026-03-06T16:00:00', '2026-03-06T17:00:00', true],
      ['2026-03-06T17:00:00', '2026-03-09T09:00:00', false],
      ['2026-03-09T09:00:00', '2026-03-09T16:00:00', true],
    ])
  })
})

import { describe, expect, it } from 'vitest'
import type { CalendarDefinition } from './calendar.ts'
import { compileCalendar } from './compile-calendar.ts'
import { addWorkingTime, dueAfter, longestTargetMs, workingTimeBetween } from './working-time.ts'
import { zoneOf } from './zone.ts'

const hour = 3_600_000
const minute = 60_000
const officeDay: CalendarDefinition['week'] = {
  mon: [['09:00', '17:00']],
  tue: [['09:00', '17:00']],
  wed: [['09:00', '17:00']],
  thu: [['09:00', '17:00']],
  fri: [['09:00', '17:00']],
}
const alwaysOn = compileCalendar('always-on', { zone: 'UTC', alwaysOpen: true })

const local = (text: string, zone: string) => Temporal.PlainDateTime.from(text).toZonedDateTime(zone).epochMilliseconds
const utc = (text: string) => Temporal.Instant.from(text).epochMilliseconds

describe('golden cases of helpdesk.md 2.1', () => {
  it('A: four hours from 16:00 of a day that ends at 18:00 are due next morning at 10:00', () => {
    const zone = 'Europe/Paris'
    const day = [['08:00', '18:00']] as const
    const paris = compileCalendar('paris', { zone, week: { mon: day, tue: day, wed: day, thu: day, fri: day } })
    expect(dueAfter(paris, local('2026-03-03T16:00', zone), 4 * hour)).toBe(local('2026-03-04T10:00', zone))
  })

  it('B: a pause moves a due time around the clock by its length', () => {
    const start = utc('2026-03-03T08:00Z')
    const pauses = [{ from: utc('2026-03-03T09:00Z'), to: utc('2026-03-03T10:05Z') }]
    const { dueAt, segments } = addWorkingTime(alwaysOn, start, 2 * hour, pauses)
    expect(dueAt).toBe(utc('2026-03-03T11:05Z'))
    expect(segments.map(({ counted, reason }) => [counted, reason])).toEqual([
      [true, 'open'],
      [false, 'paused'],
      [true, 'open'],
    ])
  })

  it('C: an hour from Friday 16:30 in New York is due on Monday 09:30, summer time begun', () => {
    const zone = 'America/New_York'
    const newYork = compileCalendar('new-york', { zone, week: officeDay })
    const dueAt = dueAfter(newYork, local('2026-03-06T16:30', zone), hour)
    expect(dueAt).toBe(utc('2026-03-09T13:30Z'))
    expect(dueAt).toBe(local('2026-03-09T09:30', zone))
  })

  it('G: lunch does not count', () => {
    const zone = 'Asia/Kolkata'
    const kolkata = compileCalendar('kolkata', {
      zone,
      week: {
        tue: [
          ['10:00', '13:00'],
          ['14:00', '18:00'],
        ],
      },
    })
    expect(dueAfter(kolkata, local('2026-03-03T12:45', zone), hour)).toBe(local('2026-03-03T14:45', zone))
  })

  it('H: two hours before Easter end on the Tuesday after it', () => {
    const zone = 'Europe/Berlin'
    const berlin = compileCalendar('berlin', { zone, week: officeDay, holidays: ['2026-04-03', '2026-04-06'] })
    const { dueAt, segments } = addWorkingTime(berlin, local('2026-04-02T16:00', zone), 2 * hour)
    expect(dueAt).toBe(local('2026-04-07T10:00', zone))
    expect(segments.map(({ reason }) => reason)).toEqual([
      'open',
      'closed',
      'holiday',
      'closed',
      'holiday',
      'closed',
      'open',
    ])
  })

  it('K: a ticket that changes calendar counts each while it applied', () => {
    const around = [
      ['00:00', '02:00'],
      ['12:00', '24:00'],
    ] as const
    const l1 = compileCalendar('l1', {
      zone: 'UTC',
      week: { mon: around, tue: around, wed: around, thu: around, fri: around, sat: around, sun: around },
    })
    const late = [
      ['00:00', '00:30'],
      ['15:00', '24:00'],
    ] as const
    const l2 = compileCalendar('l2', {
      zone: 'UTC',
      week: { mon: [['15:00', '24:00']], tue: late, wed: late, thu: late, fri: late, sat: [['00:00', '00:30']] },
    })
    const [start, moved, reply] = [
      utc('2020-09-29T17:01:38Z'),
      utc('2020-09-30T19:01:25Z'),
      utc('2020-09-30T19:01:46Z'),
    ]
    const each = workingTimeBetween(l1, start, moved) + workingTimeBetween(l2, moved, reply)
    expect(each).toBe(57_608_000)
    expect(workingTimeBetween(l2, start, reply)).toBe(41_408_000)
  })
})

describe('edges of working time', () => {
  const zone = 'Europe/Madrid'
  const madrid = compileCalendar('madrid', { zone, week: officeDay })
  const at = (text: string) => local(text, zone)

  it('is due at close, not next morning, when used up exactly at close', () => {
    expect(dueAfter(madrid, at('2026-03-03T16:00'), hour)).toBe(at('2026-03-03T17:00'))
  })

  it('starts at the next opening outside hours', () => {
    expect(dueAfter(madrid, at('2026-03-07T12:00'), hour)).toBe(at('2026-03-09T10:00'))
    expect(dueAfter(madrid, at('2026-03-03T17:00'), minute)).toBe(at('2026-03-04T09:01'))
  })

  it('is due at the next opening for a target of nothing outside hours, at once inside', () => {
    expect(dueAfter(madrid, at('2026-03-07T12:00'), 0)).toBe(at('2026-03-09T09:00'))
    expect(dueAfter(madrid, at('2026-03-03T12:00'), 0)).toBe(at('2026-03-03T12:00'))
    expect(dueAfter(alwaysOn, 5, 0)).toBe(5)
  })

  it('counts 23 and 25 hours on the days the clocks change', () => {
    const dawn = [['00:00', '24:00']] as const
    const sundays = compileCalendar('sundays', { zone, week: { sun: dawn } })
    const sum = (date: string) => workingTimeBetween(sundays, at(`${date}T00:00`), at(`${date}T00:00`) + 30 * hour)
    expect(sum('2026-03-29')).toBe(23 * hour)
    expect(sum('2026-10-25')).toBe(25 * hour)
  })

  it('opens at the jump when the opening time is skipped by summer time', () => {
    const night = compileCalendar('night', { zone, week: { sun: [['02:30', '05:00']] } })
    expect(dueAfter(night, at('2026-03-29T00:00'), 0)).toBe(utc('2026-03-29T01:00Z'))
    expect(workingTimeBetween(night, at('2026-03-29T00:00'), at('2026-03-29T12:00'))).toBe(2 * hour)
  })

  it('takes a shift instead of the week, and a break out of it', () => {
    const special = compileCalendar('special', {
      zone,
      week: officeDay,
      shifts: { '2026-03-07': [['10:00', '12:00']], '2026-03-04': [['20:00', '24:00']] },
      breaks: { '2026-03-03': [['12:00', '13:00']] },
    })
    const open = (date: string) => workingTimeBetween(special, at(`${date}T00:00`), at(`${date}T23:59`) + minute)
    expect([open('2026-03-03'), open('2026-03-04'), open('2026-03-07')]).toEqual([7 * hour, 4 * hour, 2 * hour])
  })

  it('treats a week written in full like a calendar that is always open', () => {
    const day = [
      ['00:00', '12:00'],
      ['12:00', '24:00'],
    ] as const
    const week = { mon: day, tue: day, wed: day, thu: day, fri: day, sat: day, sun: day }
    expect(compileCalendar('full', { zone, week }).isAlwaysOpen).toBe(true)
  })

  it('skips a pause that covers the start, and pauses that overlap count once', () => {
    const start = at('2026-03-03T10:00')
    const pauses = [
      { from: start - hour, to: start + hour },
      { from: start, to: start + 2 * hour },
    ]
    expect(dueAfter(madrid, start, hour, pauses)).toBe(start + 3 * hour)
    expect(dueAfter(madrid, start, 0, pauses)).toBe(start + 2 * hour)
    expect(dueAfter(alwaysOn, start, hour, pauses)).toBe(start + 3 * hour)
  })

  it('refuses a negative target and one of more than ten years', () => {
    expect(() => dueAfter(madrid, 0, -1)).toThrow(RangeError)
    expect(() => dueAfter(madrid, 0, longestTargetMs + 1)).toThrow(RangeError)
    expect(() => dueAfter(madrid, 0, Number.NaN)).toThrow(RangeError)
  })
})

describe('zoneOf', () => {
  it('gives the first of two instants with the same wall clock', () => {
    const zone = zoneOf('America/New_York')
    const wall = Date.UTC(2026, 10, 1, 1, 30)
    expect(zone.instantOf(wall)).toBe(utc('2026-11-01T05:30Z'))
  })

  it('refuses a name that is no zone', () => {
    expect(() => zoneOf('Europe/Atlantis')).toThrow(RangeError)
  })
})

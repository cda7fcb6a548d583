import { describe, expect, it } from 'vitest'
import type { CalendarDefinition } from './calendar.ts'
import { findCalendarProblems } from './calendar-problems.ts'
import { compileCalendar } from './compile-calendar.ts'
import { previewCalendar } from './preview-calendar.ts'

const codes = (definition: CalendarDefinition) => findCalendarProblems(definition).map(({ code }) => code)

describe('findCalendarProblems', () => {
  it('accepts intervals that touch and an end at 24:00', () => {
    expect(
      codes({
        zone: 'UTC',
        week: {
          mon: [
            ['08:00', '12:00'],
            ['12:00', '24:00'],
          ],
        },
      }),
    ).toEqual([])
  })

  it.each<[string, CalendarDefinition, string[]]>([
    ['a week without an open hour', { zone: 'UTC', week: { mon: [] } }, ['calendar_empty']],
    ['no week at all', { zone: 'UTC' }, ['calendar_empty']],
    ['a zone that is none', { zone: 'Mars/Base', alwaysOpen: true }, ['unknown_zone']],
    ['an interval across midnight', { zone: 'UTC', week: { mon: [['22:00', '06:00']] } }, ['calendar_interval']],
    ['an interval of nothing', { zone: 'UTC', week: { mon: [['09:00', '09:00']] } }, ['calendar_interval']],
    [
      'an overlap',
      {
        zone: 'UTC',
        week: {
          mon: [
            ['09:00', '12:00'],
            ['11:00', '13:00'],
          ],
        },
      },
      ['calendar_overlap'],
    ],
    [
      'a date that is none',
      { zone: 'UTC', week: { mon: [['09:00', '12:00']] }, holidays: ['2026-02-30'] },
      ['bad_date'],
    ],
    [
      'holidays of a calendar that is always open',
      { zone: 'UTC', alwaysOpen: true, holidays: ['2026-01-01'] },
      ['calendar_interval'],
    ],
    [
      'a shift of a calendar that is always open',
      { zone: 'UTC', alwaysOpen: true, shifts: { '2026-01-01': [['10:00', '12:00']] } },
      ['calendar_interval'],
    ],
    [
      'a break of a calendar that is always open',
      { zone: 'UTC', alwaysOpen: true, breaks: { '2026-01-01': [['10:00', '12:00']] } },
      ['calendar_interval'],
    ],
  ])('refuses %s', (_, definition, expected) => {
    expect(codes(definition)).toEqual(expected)
    expect(() => compileCalendar('refused', definition)).toThrow(RangeError)
  })
})

describe('previewCalendar', () => {
  it('lists the local days with their hours, holidays closed', () => {
    const calendar = compileCalendar('madrid', {
      zone: 'Europe/Madrid',
      week: {
        thu: [
          ['09:00', '14:00'],
          ['15:00', '18:00'],
        ],
        fri: [['09:00', '15:00']],
      },
      holidays: ['2026-04-03'],
    })
    const days = previewCalendar(calendar, Date.UTC(2026, 3, 1, 23), 3)
    expect(days.map(({ date, weekday, isHoliday, openMs }) => [date, weekday, isHoliday, openMs / 3_600_000])).toEqual([
      ['2026-04-02', 'thu', false, 8],
      ['2026-04-03', 'fri', true, 0],
      ['2026-04-04', 'sat', false, 0],
    ])
    expect(days[0]?.open[0]).toEqual({ from: Date.UTC(2026, 3, 2, 7), to: Date.UTC(2026, 3, 2, 12) })
  })
})

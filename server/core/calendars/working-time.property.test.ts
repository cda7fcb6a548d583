import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Calendar, CalendarDefinition, DayInterval } from './calendar.ts'
import { weekdays } from './calendar.ts'
import { findCalendarProblems } from './calendar-problems.ts'
import { compileCalendar } from './compile-calendar.ts'
import { openOnDay } from './open-spans.ts'
import { inWorkingDays, workingDayMs } from './working-days.ts'
import { addWorkingTime, dueAfter, workingTimeBetween } from './working-time.ts'
import { zoneOf } from './zone.ts'

const clockTime = (minutes: number) =>
  `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`

/** Up to three intervals of a day: an even number of distinct minutes, in order, taken in pairs. */
const dayIntervals = fc
  .uniqueArray(fc.integer({ min: 0, max: 1440 }), { minLength: 0, maxLength: 6 })
  .map((minutes): readonly DayInterval[] => {
    const sorted = minutes.toSorted((one, other) => one - other)
    const pairs: DayInterval[] = []
    for (let at = 0; at + 1 < sorted.length; at += 2)
      pairs.push([clockTime(sorted[at] ?? 0), clockTime(sorted[at + 1] ?? 0)])
    return pairs
  })

const zones = ['UTC', 'Europe/Madrid', 'America/New_York', 'Asia/Kolkata', 'Australia/Lord_Howe', 'Pacific/Apia']

const definitions: fc.Arbitrary<CalendarDefinition> = fc
  .record({
    zone: fc.constantFrom(...zones),
    days: fc.array(dayIntervals, { minLength: 7, maxLength: 7 }),
    holidays: fc.uniqueArray(fc.integer({ min: 1, max: 28 }), { maxLength: 5 }),
  })
  .filter(({ days }) => days.some((intervals) => intervals.length > 0))
  .map(({ zone, days, holidays }) => ({
    zone,
    week: Object.fromEntries(weekdays.map((weekday, index) => [weekday, days[index] ?? []])),
    holidays: holidays.map((day) => `2026-03-${String(day).padStart(2, '0')}`),
  }))

const start = Date.UTC(2026, 1, 20)
const weekMs = 7 * 86_400_000

/** One within the other; those that hardly meet would take centuries to use up a target. */
const pairs = fc
  .tuple(definitions, definitions)
  .map(([own, within]): CalendarDefinition => ({ ...own, within }))
  .filter((definition) => findCalendarProblems(definition).length === 0)
  .map((definition) => compileCalendar('pair', definition))
  .filter((calendar) => workingTimeBetween(calendar, start - 4 * weekMs, start - 3 * weekMs) >= 4 * 3_600_000)

const single = definitions.map((definition) => compileCalendar('generated', definition))
const calendars: fc.Arbitrary<Calendar> = fc.oneof(single, pairs)
const instants = fc.integer({ min: start, max: start + 60 * 86_400_000 })
const spans = fc.integer({ min: 0, max: 20 * 86_400_000 })
const targets = fc.integer({ min: 0, max: 200 * 3_600_000 })
const workdays = calendars.map(inWorkingDays)
const dayTargets = fc.integer({ min: 0, max: 15 * workingDayMs })

describe('working time, for any calendar', () => {
  it('adds up over any split', () => {
    fc.assert(
      fc.property(calendars, instants, spans, spans, (calendar, from, first, second) => {
        const middle = from + first
        const end = middle + second
        const parts = workingTimeBetween(calendar, from, middle) + workingTimeBetween(calendar, middle, end)
        expect(workingTimeBetween(calendar, from, end)).toBe(parts)
      }),
    )
  })

  it('is undone by counting back to the start', () => {
    fc.assert(
      fc.property(calendars, instants, targets, (calendar, from, target) => {
        expect(workingTimeBetween(calendar, from, dueAfter(calendar, from, target))).toBe(target)
      }),
    )
  })

  it('is never due earlier for a later start or a longer target', () => {
    fc.assert(
      fc.property(calendars, instants, spans, fc.tuple(targets, targets), (calendar, from, later, [target, more]) => {
        const dueAt = dueAfter(calendar, from, target)
        expect(dueAfter(calendar, from + later, target)).toBeGreaterThanOrEqual(dueAt)
        expect(dueAfter(calendar, from, target + more)).toBeGreaterThanOrEqual(dueAt)
      }),
    )
  })

  it('leaves no hole in its segments, and the counted ones sum to the target', () => {
    fc.assert(
      fc.property(
        calendars,
        instants,
        targets,
        fc.array(fc.tuple(spans, spans), { maxLength: 3 }),
        (calendar, from, target, gaps) => {
          const pauses = gaps.map(([after, length]) => ({ from: from + after, to: from + after + length }))
          const { dueAt, segments } = addWorkingTime(calendar, from, target, pauses)
          const counted = segments.filter((segment) => segment.counted)
          expect(counted.reduce((total, segment) => total + segment.to - segment.from, 0)).toBe(target)
          segments.forEach((segment, index) => expect(segment.from).toBe(segments[index - 1]?.to ?? from))
          expect(segments.at(-1)?.to ?? from).toBe(dueAt)
        },
      ),
    )
  })

  it('agrees with looking at the wall clock of every minute', () => {
    fc.assert(
      fc.property(calendars, fc.integer({ min: 0, max: 40 * 1440 }), (calendar, offset) => {
        const from = start + offset * 60_000
        const minutes = 1500
        let open = 0
        for (let at = 0; at < minutes; at += 1) if (isOpenAt(calendar, from + at * 60_000)) open += 1
        const zones = [calendar, calendar.within ?? calendar].map(({ zone }) => zoneOf(zone))
        fc.pre(zones.every((zone) => zone.offsetAt(from) === zone.offsetAt(from + minutes * 60_000)))
        expect(workingTimeBetween(calendar, from, from + minutes * 60_000)).toBe(open * 60_000)
      }),
      { numRuns: 40 },
    )
  })

  it('counts an instant within another calendar if and only if both are open', () => {
    fc.assert(
      fc.property(pairs, fc.array(instants, { minLength: 1, maxLength: 50 }), ({ within, ...own }, ats) => {
        if (within === undefined) throw new Error('A pair has a calendar it is within.')
        const isOpen = (calendar: Calendar, at: number) => workingTimeBetween(calendar, at, at + 1)
        for (const at of ats) expect(isOpen({ ...own, within }, at)).toBe(Math.min(isOpen(own, at), isOpen(within, at)))
      }),
    )
  })
})

describe('working days, for any calendar', () => {
  it('add up over any split', () => {
    fc.assert(
      fc.property(workdays, instants, spans, spans, (calendar, from, first, second) => {
        const middle = from + first
        const end = middle + second
        const parts = workingTimeBetween(calendar, from, middle) + workingTimeBetween(calendar, middle, end)
        expect(workingTimeBetween(calendar, from, end)).toBe(parts)
      }),
    )
  })

  it('are used up at the first instant at which so much has counted', () => {
    fc.assert(
      fc.property(workdays, instants, dayTargets, (calendar, from, target) => {
        const dueAt = dueAfter(calendar, from, target)
        expect(workingTimeBetween(calendar, from, dueAt)).toBeGreaterThanOrEqual(target)
        if (target > 0) expect(workingTimeBetween(calendar, from, dueAt - 1)).toBeLessThan(target)
      }),
    )
  })

  it('lead back to an instant that is open from what has counted until then', () => {
    fc.assert(
      fc.property(calendars, instants, spans, (hours, from, span) => {
        const at = from + span
        fc.pre(workingTimeBetween(hours, at - 1, at) === 1)
        const calendar = inWorkingDays(hours)
        const dueAt = dueAfter(calendar, from, workingTimeBetween(calendar, from, at))
        // Of a day of 25 hours a millisecond is less than the smallest share that is counted.
        expect(at - dueAt).toBeGreaterThanOrEqual(0)
        expect(at - dueAt).toBeLessThanOrEqual(1)
      }),
    )
  })

  it('are never due earlier for a later start or a longer target, in one go or by parts', () => {
    fc.assert(
      fc.property(workdays, instants, spans, fc.tuple(dayTargets, dayTargets), (calendar, from, later, [one, more]) => {
        const dueAt = dueAfter(calendar, from, one)
        expect(dueAfter(calendar, from + later, one)).toBeGreaterThanOrEqual(dueAt)
        const whole = dueAfter(calendar, from, one + more)
        expect(whole).toBeGreaterThanOrEqual(dueAt)
        const counted = workingTimeBetween(calendar, from, dueAt)
        if (counted < one + more) expect(dueAfter(calendar, dueAt, one + more - counted)).toBe(whole)
      }),
    )
  })

  it('are one for each local day that opens, however long it is open', () => {
    fc.assert(
      fc.property(workdays, instants, fc.integer({ min: 1, max: 30 }), (calendar, from, count) => {
        const zone = zoneOf(calendar.zone)
        const first = Math.floor(zone.wallOf(from) / 86_400_000)
        const days = Array.from({ length: count }, (_, index) => first + index)
        const open = days.filter((day) => openOnDay(calendar, day).length > 0).length
        const [begin, end] = [first, first + count].map((day) => zone.instantOf(day * 86_400_000)) as [number, number]
        expect(workingTimeBetween(calendar, begin, end)).toBe(open * workingDayMs)
      }),
    )
  })
})

/** Written from the definition: the wall clock of the instant lies in an open span of its local day. */
function isOpenAt(calendar: Calendar, instant: number): boolean {
  const local = Temporal.Instant.fromEpochMilliseconds(instant).toZonedDateTimeISO(calendar.zone)
  const minute = local.hour * 60 + local.minute
  const day = Math.round(Date.UTC(local.year, local.month - 1, local.day) / 86_400_000)
  const spansOfDay = calendar.exceptions.get(day) ?? calendar.week[local.dayOfWeek - 1] ?? []
  if (calendar.within !== undefined && !isOpenAt(calendar.within, instant)) return false
  return spansOfDay.some((span) => minute >= span.from && minute < span.to)
}

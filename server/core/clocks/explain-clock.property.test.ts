import fc from 'fast-check'
import { expect, it } from 'vitest'
import { compileCalendar } from '../calendars/compile-calendar.ts'
import { compilePolicy } from '../workflow/compile-policy.ts'
import type { ClockEvent, ClocksOfTicket } from './clock-event.ts'
import { isHeard } from './clock-story.fixture.ts'
import { clockMetrics, unitOf } from './clock.ts'
import { clocksAfter, type HeardEvent } from './clocks-after.ts'
import { explainClock } from './explain-clock.ts'
import { isOutdated } from './is-outdated.ts'
import { countUpTo, usedOf } from './run-clock.ts'
import { startClocks } from './start-clocks.ts'

const day = [
  ['09:00', '13:00'],
  ['14:00', '18:00'],
] as const
const office = compileCalendar('office', {
  zone: 'Europe/Madrid',
  week: { mon: day, tue: day, wed: day, thu: day, fri: day },
})
const alwaysOn = compileCalendar('always-on', { zone: 'UTC', alwaysOpen: true })
const calendars = new Map([office, alwaysOn].map((calendar) => [calendar.name, calendar]))
const targets = {
  critical: { firstResponse: '10m', nextResponse: '20m', periodicUpdate: '30m', resolution: '2h' },
  high: {
    firstResponse: '30m',
    nextResponse: '1h',
    periodicUpdate: '2h',
    resolution: '8h',
    ownership: '4h',
    partnerResponse: '3h',
  },
  normal: { firstResponse: '2h', nextResponse: '4h', resolution: '24h' },
  low: { resolution: '40h', ownership: '8h', partnerResponse: '8h' },
}
const inDays = {
  critical: { firstResponse: '10m', resolution: '1d' },
  high: { firstResponse: '1d', nextResponse: '1d', periodicUpdate: '2d', resolution: '5d' },
  normal: { firstResponse: '2h', nextResponse: '2d', resolution: '3d', ownership: '1d', partnerResponse: '2d' },
  low: { resolution: '10d' },
}
const policies = [targets, inDays].flatMap((promised, unit) =>
  [...calendars.keys()].map((calendar) => {
    const slug = `${calendar}-${unit === 0 ? 'hours' : 'days'}`
    return compilePolicy(slug, { label: slug, calendar, targets: promised, warnAt: [50, 75] }, calendars, null)
  }),
)
const createdAt = Date.UTC(2026, 2, 26, 8)

const author = { kind: 'agent', id: 'ines' }
const minutes = fc.integer({ min: 0, max: 24 * 60 })
const happenings = fc.oneof(
  fc.record({
    kind: fc.constant('status' as const),
    to: fc.constantFrom('new', 'open', 'waiting', 'hold', 'solved', 'closed'),
  }),
  fc.record({ kind: fc.constantFrom('customer_message' as const, 'agent_reply' as const, 'time' as const) }),
  fc.record({ kind: fc.constant('priority' as const), to: fc.constantFrom('critical', 'high', 'normal', 'low') }),
  fc.record({ kind: fc.constantFrom('cancelled' as const, 'restored' as const), reason: fc.constant('merged') }),
  fc.record({ kind: fc.constant('queue' as const), to: fc.constantFrom('frontline', 'backend') }),
  fc.record({ kind: fc.constant('partner' as const), isAwaited: fc.boolean() }),
  fc.record({ kind: fc.constant('policy' as const), to: fc.constantFrom(...policies) }),
  fc.record({
    kind: fc.constant('override' as const),
    metric: fc.constantFrom(...clockMetrics),
    instance: fc.constantFrom(1, 2),
    inMinutes: fc.integer({ min: 0, max: 5_000 }),
    by: fc.constant(author),
    reason: fc.constant('Promised'),
  }),
  fc.record({
    kind: fc.constant('override_undone' as const),
    metric: fc.constantFrom(...clockMetrics),
    instance: fc.constantFrom(1, 2),
    by: fc.constant(author),
  }),
)

it('the ledger explains every clock: same elapsed time, same due time, whatever happened', () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...policies),
      fc.array(fc.tuple(minutes, happenings), { maxLength: 12 }),
      (policy, story) => {
        const start = startClocks(policy, { priority: 'high', createdAt, queue: 'frontline' })
        const ledger = [...start.ledger]
        const past: HeardEvent[] = []
        let ticket: ClocksOfTicket = {
          clocks: start.clocks,
          policy,
          priority: 'high',
          category: 'new',
          queue: 'frontline',
          isWithPartner: false,
          createdAt,
          calendars,
        }
        let at = createdAt
        for (const [pause, happening] of story) {
          at += pause * 60_000
          const dueAt = 'inMinutes' in happening ? { dueAt: at + happening.inMinutes * 60_000 } : {}
          const event = { ...happening, ...dueAt, at } as ClockEvent
          const change = clocksAfter(ticket, event, past)
          if (isHeard(event)) past.push(event)
          ledger.push(...change.ledger)
          ticket = { ...ticket, clocks: change.clocks }
          if (event.kind === 'status') ticket = { ...ticket, category: event.to }
          if (event.kind === 'priority') ticket = { ...ticket, priority: event.to }
          if (event.kind === 'queue') ticket = { ...ticket, queue: event.to }
          if (event.kind === 'partner') ticket = { ...ticket, isWithPartner: event.isAwaited }
          if (event.kind === 'policy') {
            ticket = { ...ticket, policy: event.to }
            expect(isOutdated(ticket)).toBe(false)
          }
        }
        for (const clock of ticket.clocks) {
          const own = ledger.filter((entry) => entry.metric === clock.metric && entry.instance === clock.instance)
          const explained = explainClock(own, at, calendars)
          const counted = explained?.segments.filter((segment) => segment.counted && !segment.isForecast) ?? []
          expect(counted.reduce((total, { from, to }) => total + to - from, 0)).toBe(explained?.elapsedMs)
          if (clock.runningSince === null) expect(explained?.elapsedMs).toBe(clock.elapsedMs)
          if (clock.runningSince === null) expect(explained?.usedMs).toBe(usedOf(clock))
          expect(explained?.unit).toBe(unitOf(clock))
          const late = counted.filter(({ to }) => clock.breachedAt !== null && to > clock.breachedAt)
          const lateMs = late.reduce((total, { from, to }) => total + to - Math.max(from, clock.breachedAt ?? 0), 0)
          if (clock.runningSince === null) expect(clock.overdueMs ?? 0).toBe(lateMs)
          else expect(countUpTo(clock, calendars.get(clock.calendar) ?? office, at).overdueMs ?? 0).toBe(lateMs)
          if (clock.runningSince !== null && clock.breachedAt === null) expect(explained?.dueAt).toBe(clock.dueAt)
          if (clock.breachedAt !== null) expect(explained?.breachedAt).toBe(clock.breachedAt)
          if (clock.runningSince !== null) expect(explained?.override ?? undefined).toEqual(clock.override)
          if (clock.override !== undefined && clock.runningSince !== null && clock.breachedAt === null)
            expect(clock.dueAt).toBe(clock.override.dueAt)
        }
      },
    ),
    { numRuns: 300 },
  )
})

import fc from 'fast-check'
import { expect, it } from 'vitest'
import { compileCalendar } from '../../core/calendars/compile-calendar.ts'
import { type ClockEvent, clockMetrics, startClocks } from '../../core/clocks/index.ts'
import type { SlaPolicy, WorkflowSnapshot } from '../../core/workflow/index.ts'
import { compilePolicy } from '../../core/workflow/compile-policy.ts'
import { decideClocks, type TimedTicket } from './index.ts'
import { mergeChange, type StoredClock } from './stored-clock.ts'

const day = [['09:00', '17:00']] as const
const calendars = new Map(
  [
    compileCalendar('always-on', { zone: 'UTC', alwaysOpen: true }),
    compileCalendar('office', { zone: 'Europe/Madrid', week: { mon: day, tue: day, wed: day, thu: day, fri: day } }),
  ].map((calendar) => [calendar.name, calendar]),
)
const targets = {
  critical: { firstResponse: '10m', nextResponse: '20m', periodicUpdate: '30m', resolution: '2h' },
  high: {
    firstResponse: '30m',
    nextResponse: '1h',
    periodicUpdate: '2h',
    resolution: '8h',
    ownership: '5h',
    partnerResponse: '3h',
  },
  normal: { firstResponse: '2h', nextResponse: '4h', resolution: '24h' },
  low: { resolution: '40h', ownership: '9h', partnerResponse: '7h' },
}
const escalations = clockMetrics.flatMap((on) =>
  [50, 100, 150, '45m before', '90m after'].map((at, index) => ({ id: `${on}-${index}`, on, at, notify: ['lead'] })),
)
const inDays = { ...targets, high: { firstResponse: '30m', resolution: '1d' }, low: { resolution: '2d' } }
const policies = new Map(
  [...calendars.keys()].flatMap((calendar) =>
    Object.entries({ hours: targets, days: inDays }).map(([unit, promised]): [string, SlaPolicy] => {
      const slug = `${calendar}-${unit}`
      const policy = { label: slug, calendar, targets: promised, warnAt: [75, '15m before', '4h before'], escalations }
      return [slug, compilePolicy(slug, policy, calendars, null)]
    }),
  ),
)
const statuses = new Map([
  ['assigned', { awaits: null }],
  ['with_partner', { awaits: 'partner' }],
])
const lifecycles = new Map([['any', { statuses }]])
const workflow = { policies, calendars, lifecycles } as unknown as WorkflowSnapshot
const createdAt = Date.UTC(2026, 2, 26, 8)

const happenings = fc.oneof(
  fc.record({
    kind: fc.constant('status' as const),
    to: fc.constantFrom('open', 'waiting', 'hold', 'solved', 'closed'),
  }),
  fc.record({ kind: fc.constantFrom('customer_message' as const, 'agent_reply' as const) }),
  fc.record({ kind: fc.constant('priority' as const), to: fc.constantFrom('critical', 'high', 'normal', 'low') }),
  fc.record({ kind: fc.constant('queue' as const), to: fc.constantFrom('frontline', 'backend') }),
  fc.record({ kind: fc.constant('partner' as const), isAwaited: fc.boolean() }),
  fc.record({ kind: fc.constant('policy' as const), to: fc.constantFrom(...policies.values()) }),
  fc.record({ kind: fc.constant('cancelled' as const), reason: fc.constant('merged') }),
)
/** How long after the one before something happens, and after how much of that the timer rings, where it does. */
const moments = fc.tuple(
  fc.integer({ min: 1, max: 24 * 3_600_000 }),
  fc.option(fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true })),
  happenings,
)

/** A ticket as events find it, and the steps that fired on it. */
class Told {
  readonly fired: string[] = []
  timerAt: number | null = createdAt
  #ticket: TimedTicket
  #clocks: readonly StoredClock[]

  constructor(slaPolicy: string) {
    const policy = policies.get(slaPolicy)
    if (policy === undefined) throw new Error(`There is no policy ${slaPolicy}.`)
    const ticket = {
      id: 'ticket',
      slaPolicy,
      priority: 'high',
      statusCategory: 'new',
      queue: 'frontline',
      createdAt,
    } as const
    this.#ticket = { ...ticket, openedBy: 'customer', lifecycle: 'any', status: 'assigned' }
    this.#clocks = mergeChange([], startClocks(policy, this.#ticket))
  }

  hear(event: ClockEvent): void {
    const decided = decideClocks({ ticket: this.#ticket, workflow, events: [event], clocks: this.#clocks })
    if (decided === null) throw new Error('The ticket has no policy.')
    const steps = [...decided.warned, ...decided.escalated.map(({ fired }) => fired)]
    this.fired.push(...steps.map(({ clock, step }) => `${clock.metric} ${clock.instance} ${step}`))
    this.#clocks = decided.clocks
    this.timerAt = decided.timerAt
    if (event.kind === 'status') this.#ticket = { ...this.#ticket, statusCategory: event.to }
    if (event.kind === 'queue') this.#ticket = { ...this.#ticket, queue: event.to }
    if (event.kind === 'partner')
      this.#ticket = { ...this.#ticket, status: event.isAwaited ? 'with_partner' : 'assigned' }
    if (event.kind === 'priority') this.#ticket = { ...this.#ticket, priority: event.to }
    if (event.kind === 'policy') this.#ticket = { ...this.#ticket, slaPolicy: event.to.slug }
  }

  /** Lets the timer ring at every instant it is set to, before something else happens. */
  ringUntil(at: number): void {
    for (let rings = 0; this.timerAt !== null && this.timerAt < at; rings++) {
      if (rings > 100) throw new Error('The timer rings for ever.')
      this.hear({ kind: 'time', at: this.timerAt })
    }
  }
}

it('every step passed while its clock ran fires once, whether its timer rings on time, late or never', () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...policies.keys()),
      fc.array(moments, { minLength: 1, maxLength: 10 }),
      (policy, story) => {
        const [onTime, late] = [new Told(policy), new Told(policy)]
        let at = createdAt
        for (const [pause, share, happening] of [...story, [1, null, { kind: 'status', to: 'closed' }] as const]) {
          const next = at + pause
          onTime.ringUntil(next)
          if (share !== null) late.hear({ kind: 'time', at: at + Math.floor(pause * share) })
          at = next
          for (const told of [onTime, late]) told.hear({ ...happening, at } as ClockEvent)
        }
        expect(new Set(late.fired).size).toBe(late.fired.length)
        expect(late.fired.toSorted()).toEqual(onTime.fired.toSorted())
      },
    ),
    { numRuns: 300 },
  )
})

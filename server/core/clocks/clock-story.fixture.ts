import { compileCalendar } from '../calendars/compile-calendar.ts'
import { compilePolicy } from '../workflow/compile-policy.ts'
import type { SlaPolicy } from '../workflow/snapshot.ts'
import type { ClockEvent, ClocksOfTicket } from './clock-event.ts'
import { clocksAfter, type HeardEvent } from './clocks-after.ts'
import type { Clock, ClockChange, ClockMetric, LedgerEntry } from './clock.ts'
import { startClocks } from './start-clocks.ts'

export const minute = 60_000
export const hour = 60 * minute
const alwaysOn = compileCalendar('always-on', { zone: 'UTC', alwaysOpen: true })
const office = compileCalendar('office', {
  zone: 'UTC',
  week: { mon: [['09:00', '17:00']], tue: [['09:00', '17:00']] },
})
export const calendars = new Map([alwaysOn, office].map((calendar) => [calendar.name, calendar]))

const targets = {
  critical: { firstResponse: '5m', nextResponse: '10m', periodicUpdate: '30m', resolution: '1h' },
  high: { firstResponse: '15m', nextResponse: '30m', periodicUpdate: '1h', resolution: '4h' },
  normal: { firstResponse: '1h', nextResponse: '2h', resolution: '8h' },
  low: {},
}
export const policyOf = (slug: string, extra: Partial<Parameters<typeof compilePolicy>[1]> = {}): SlaPolicy =>
  compilePolicy(slug, { label: slug, calendar: 'always-on', targets, warnAt: [50], ...extra }, calendars, null)
export const standard = policyOf('standard')

const heard = new Set(['status', 'queue', 'partner', 'customer_message', 'agent_reply', 'cancelled', 'restored'])

/** Whether an event is part of a ticket's past, whatever is promised. */
export function isHeard(event: ClockEvent): event is HeardEvent {
  return heard.has(event.kind)
}

/** A ticket whose clocks are moved by events at minutes after its creation. */
export class Story {
  ticket: ClocksOfTicket
  readonly ledger: LedgerEntry[]
  readonly past: HeardEvent[] = []
  last: ClockChange

  constructor(start: Partial<ClocksOfTicket> = {}) {
    const { policy = standard, priority = 'high', createdAt = 0, openedBy = 'customer' } = start
    const queue = 'frontline'
    this.last = startClocks(policy, { priority, createdAt, queue, openedBy })
    const facts = { policy, priority, category: 'new', queue, isWithPartner: false, createdAt, openedBy } as const
    this.ticket = { clocks: this.last.clocks, ...facts, calendars }
    this.ledger = [...this.last.ledger]
  }

  next(event: ClockEvent): this {
    this.last = clocksAfter(this.ticket, event, this.past)
    if (isHeard(event)) this.past.push(event)
    this.ledger.push(...this.last.ledger)
    this.ticket = { ...this.ticket, clocks: this.last.clocks }
    if (event.kind === 'status') this.ticket = { ...this.ticket, category: event.to }
    if (event.kind === 'priority') this.ticket = { ...this.ticket, priority: event.to }
    if (event.kind === 'queue') this.ticket = { ...this.ticket, queue: event.to }
    if (event.kind === 'partner') this.ticket = { ...this.ticket, isWithPartner: event.isAwaited }
    if (event.kind === 'policy') this.ticket = { ...this.ticket, policy: event.to }
    return this
  }

  status(to: ClocksOfTicket['category'], at: number) {
    return this.next({ kind: 'status', to, at: at * minute })
  }

  queue(to: string, at: number) {
    return this.next({ kind: 'queue', to, at: at * minute })
  }

  /** Begins or ceases to await a partner. */
  partner(isAwaited: boolean, at: number) {
    return this.next({ kind: 'partner', isAwaited, at: at * minute })
  }

  reply(at: number) {
    return this.next({ kind: 'agent_reply', at: at * minute })
  }

  customer(at: number) {
    return this.next({ kind: 'customer_message', at: at * minute })
  }

  clock(metric: ClockMetric, instance?: number): Clock {
    const found = this.ticket.clocks.findLast(
      (clock) => clock.metric === metric && clock.instance === (instance ?? clock.instance),
    )
    if (found === undefined) throw new Error(`no ${metric} clock`)
    return found
  }

  metrics() {
    return this.ticket.clocks.map(({ metric, instance, state }) => `${metric} ${instance} ${state}`)
  }
}

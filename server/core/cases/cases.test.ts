import { describe, expect, it } from 'vitest'
import { compileCalendar } from '../calendars/compile-calendar.ts'
import { ChangedFacts, ClockFacts, ClusterFacts, MessageFacts, TicketFacts } from '../expressions/case-facts.ts'
import { CustomerFacts, OrderFacts, RequestFacts, TimeFacts } from '../expressions/routing-facts.ts'
import { zoneOf } from '../calendars/zone.ts'
import { caseExpression } from '../workflow/compile-expressions.ts'
import type { CaseReason } from '../workflow/snapshot.ts'
import type { Party } from './case.ts'
import { fireCaseSteps, moveCaseClock, nextCaseStepAt, startCaseClock } from './case-clock.ts'
import { chooseTriggers } from './choose-triggers.ts'
import { planDecision } from './decide-case.ts'
import { findReason } from './find-reason.ts'
import { ownHandIn } from './four-eyes.ts'
import { planMove } from './lanes.ts'
import { nextLevel } from './levels.ts'

const party = (id: string, more: Partial<Party> = {}): Party => ({ kind: 'token', id, agentId: null, ...more })
const system = party('0', { kind: 'system' })

describe('a second pair of eyes', () => {
  it('is nobody who opened the case, as whoever they call', () => {
    const parties = { openedBy: party('a', { agentId: 'marta' }), putForwardBy: null, referredBy: [] }
    expect(ownHandIn(parties, party('a'))).toBe('opener')
    expect(ownHandIn(parties, party('b', { kind: 'member', agentId: 'marta' }))).toBe('opener')
    expect(ownHandIn(parties, party('b'))).toBeNull()
  })

  it('may be who put forward what another person opened, and not what opened itself', () => {
    const putForwardBy = party('a')
    expect(ownHandIn({ openedBy: party('b'), putForwardBy, referredBy: [] }, party('a'))).toBeNull()
    expect(ownHandIn({ openedBy: system, putForwardBy, referredBy: [] }, party('a'))).toBe('put_forward')
    expect(ownHandIn({ openedBy: system, putForwardBy, referredBy: [] }, party('b'))).toBeNull()
  })

  it('is nobody who referred it upwards', () => {
    expect(ownHandIn({ openedBy: party('a'), putForwardBy: null, referredBy: [party('b')] }, party('b'))).toBe(
      'referred',
    )
  })
})

describe('a decision', () => {
  const ready = {
    openedBy: party('a'),
    putForwardBy: party('c'),
    referredBy: [],
    status: 'decision',
    level: 1,
    maxLevel: 2,
    asked: ['match', 'device'],
    answered: new Set(['match', 'device']),
  } as const

  it('ends the review', () => {
    expect(planDecision(ready, 'confirmed', party('b'))).toEqual({ kind: 'decided', to: 'follow_up' })
    expect(planDecision(ready, 'rejected', party('b'))).toEqual({ kind: 'decided', to: 'follow_up' })
  })

  it('asks for every check, and names those without an answer', () => {
    expect(planDecision({ ...ready, answered: new Set(['match']) }, 'confirmed', party('b'))).toEqual({
      kind: 'refused',
      code: 'guard_failed',
      missing: ['device'],
    })
  })

  it('is made where the case waits for one', () => {
    expect(planDecision({ ...ready, status: 'triage' }, 'confirmed', party('b'))).toEqual({
      kind: 'refused',
      code: 'illegal_transition',
      legal: ['investigating'],
    })
  })

  it('may be left to the next level, whose checks may still be open, and not beyond the top', () => {
    const open = { ...ready, answered: new Set<string>() }
    expect(planDecision(open, 'referred', party('b'))).toEqual({ kind: 'referred', to: 'investigating', level: 2 })
    expect(planDecision({ ...open, level: 2 }, 'referred', party('b'))).toMatchObject({ code: 'top_level' })
    expect(nextLevel({ level: 3, maxLevel: 2 })).toBeNull()
  })
})

it('a move that skips a lane is refused with the lanes that are next', () => {
  expect(planMove('opened', 'decision')).toEqual({ kind: 'refused', legal: ['triage'] })
  expect(planMove('closed', 'opened')).toEqual({ kind: 'refused', legal: [] })
  expect(planMove('decision', 'follow_up')).toEqual({ kind: 'refused', legal: ['investigating'] })
})

const day = [['09:00', '17:00']] as const
const office = compileCalendar('office', { zone: 'UTC', week: { mon: day, tue: day, wed: day, thu: day, fri: day } })
const reason = (slug: string): CaseReason => ({
  slug,
  label: slug,
  severity: 'high',
  riskClass: null,
  riskChecks: [],
  dueMs: 8 * 3_600_000,
  inDays: false,
  calendar: office,
  queue: null,
})

describe('the reason somebody names', () => {
  const reasons = new Map(['fraud', 'other'].map((slug) => [slug, reason(slug)]))

  it('is one of the workflow, or free text kept as other', () => {
    expect(findReason({ reasons }, ' fraud ')).toMatchObject({ text: null, key: 'fraud' })
    expect(findReason({ reasons }, 'Sold  the account')).toMatchObject({
      reason: { slug: 'other' },
      text: 'Sold the account',
      key: 'other:sold the account',
    })
  })

  it('is none where the workflow has no word for free text', () => {
    expect(findReason({ reasons: new Map([['fraud', reason('fraud')]]) }, 'Sold')).toBeNull()
  })
})

describe('the clock of a case', () => {
  const terms = { calendar: office, warnings: [50, 75] }
  const at = (text: string) => Date.parse(`${text}:00.000Z`)
  const friday = at('2026-11-20T13:00')
  const started = startCaseClock(reason('fraud'), friday)
  if (started === null) throw new Error('A reason with a due time has a clock.')

  it('counts the hours of its calendar', () => {
    expect(started.clock.dueAt).toBe(at('2026-11-23T13:00'))
    expect(nextCaseStepAt(started, terms)).toBe(at('2026-11-20T17:00'))
    expect(startCaseClock({ ...reason('fraud'), dueMs: null }, friday)).toBeNull()
  })

  it('counts the days of its calendar, also after it stood still', () => {
    const held = startCaseClock({ ...reason('fraud'), dueMs: 2 * 86_400_000, inDays: true }, friday)
    if (held === null) throw new Error('A reason with a due time has a clock.')
    expect(held.clock.dueAt).toBe(at('2026-11-24T13:00'))
    const still = moveCaseClock(held, 'pause', terms, at('2026-11-20T15:00')).held
    const again = moveCaseClock(still, 'resume', terms, at('2026-11-23T09:00')).held
    expect(again.clock.dueAt).toBe(at('2026-11-24T15:00'))
  })

  it('tells each warning and the breach once, however often and late it is asked', () => {
    const first = fireCaseSteps(started, terms, at('2026-11-23T11:00'))
    expect(first).toMatchObject({ warned: [50, 75], isBreached: false })
    expect(fireCaseSteps(first.held, terms, at('2026-11-23T11:00'))).toMatchObject({ warned: [], isBreached: false })
    const late = fireCaseSteps(first.held, terms, at('2026-11-24T09:00'))
    expect(late).toMatchObject({ warned: [], isBreached: true })
    expect(late.held.clock).toMatchObject({ state: 'breached', breachedAt: at('2026-11-23T13:00') })
    expect(nextCaseStepAt(late.held, terms)).toBeNull()
  })

  it('stands still while the case is paused', () => {
    const paused = moveCaseClock(started, 'pause', terms, at('2026-11-20T15:00')).held
    expect(paused.clock).toMatchObject({ state: 'paused', dueAt: null })
    expect(nextCaseStepAt(paused, terms)).toBeNull()
    const resumed = moveCaseClock(paused, 'resume', terms, at('2026-11-25T09:00')).held
    expect(resumed.clock.dueAt).toBe(at('2026-11-25T15:00'))
  })

  it('is met by a decision at the very due time, and breached by one after it that comes before its timer', () => {
    const inTime = moveCaseClock(started, 'decide', terms, at('2026-11-23T13:00'))
    expect(inTime).toMatchObject({ isBreached: false, held: { clock: { state: 'met' } } })
    const late = moveCaseClock(started, 'decide', terms, at('2026-11-23T13:01'))
    expect(late).toMatchObject({ warned: [50, 75], isBreached: true, held: { clock: { state: 'breached' } } })
    expect(nextCaseStepAt(late.held, terms)).toBeNull()
  })

  it('counts on when the decision is withdrawn', () => {
    const decided = moveCaseClock(started, 'decide', terms, at('2026-11-20T16:00')).held
    const again = moveCaseClock(decided, 'withdraw', terms, at('2026-11-23T12:00')).held
    expect(again.clock).toMatchObject({ state: 'running', dueAt: at('2026-11-23T17:00') })
    expect(moveCaseClock(started, 'withdraw', terms, friday).held).toEqual(started)
  })
})

describe('what opens cases by itself', () => {
  const facts = {
    request: new RequestFacts(),
    customer: new CustomerFacts(),
    order: new OrderFacts(),
    time: new TimeFacts(zoneOf('UTC'), 0),
    ticket: Object.assign(new TicketFacts(), { reopened: 3 }),
    change: Object.assign(new ChangedFacts(), { fields: ['priority'] }),
    message: new MessageFacts(),
    clock: new ClockFacts(),
    cluster: new ClusterFacts(),
  }
  const trigger = (slug: string, when: string | null, more = {}) => ({
    slug,
    on: 'ticket.reopened' as const,
    when: when === null ? null : caseExpression(when),
    reason: slug,
    severity: null,
    ...more,
  })

  it('is every trigger of the event whose condition holds, one for each reason', () => {
    const triggers = [
      trigger('thrice', 'ticket.reopened >= 3'),
      trigger('again', null, { reason: 'thrice', severity: 'high' }),
      trigger('often', 'ticket.reopened >= 9'),
      trigger('created', null, { on: 'ticket.created' }),
      trigger('raised', '"priority" in change.fields', { on: 'ticket.updated' }),
      trigger('renamed', '"type" in change.fields', { on: 'ticket.updated' }),
    ]
    expect(chooseTriggers(triggers, 'ticket.reopened', facts)).toEqual([
      { trigger: 'thrice', reason: 'thrice', severity: null },
    ])
    expect(chooseTriggers(triggers, 'ticket.updated', facts)).toEqual([
      { trigger: 'raised', reason: 'raised', severity: null },
    ])
  })
})

import { beforeAll, describe, expect, it } from 'vitest'
import type { ClockLedgerEntry, ClockStep, ExplainedClock, Segment } from '@switchyard/sdk'
import { en } from '../../ui/words/en.ts'
import { installWords } from '../../ui/words/words.ts'
import { clockTone, isOpenClock, ledgerWords, sortClocks, stateWords, stepWords, sumByReason } from './clock-facts.ts'

const minute = 60_000
const at = (minutes: number) => new Date(Date.parse('2026-11-20T09:00:00.000Z') + minutes * minute).toISOString()
const clock = (more: Partial<ExplainedClock> = {}): ExplainedClock => ({
  id: 'clock_1',
  metric: 'firstResponse',
  instance: 1,
  queue: null,
  policy: 'standard',
  policyLabel: 'Standard',
  calendar: 'office',
  zone: 'Europe/Madrid',
  unit: 'hours',
  targetMs: 60 * minute,
  attachedLate: false,
  state: 'running',
  startedAt: at(0),
  asOf: at(10),
  dueAt: at(60),
  metAt: null,
  breachedAt: null,
  override: null,
  breachRisk: null,
  elapsedMs: 10 * minute,
  remainingMs: 50 * minute,
  segments: [],
  ledger: [],
  steps: [],
  ...more,
})
const segment = (from: number, to: number, reason: string, isForecast = false): Segment => ({
  from: at(from),
  to: at(to),
  counted: reason === 'open',
  reason,
  policy: 'standard',
  calendar: 'office',
  isForecast,
})

beforeAll(() => installWords('en', en))

describe('the facts of a clock', () => {
  it('puts what still runs first, the first due first, and the latest of what is over', () => {
    const paused = clock({ metric: 'resolution', state: 'paused', dueAt: null })
    const broken = clock({ metric: 'nextResponse', state: 'breached', breachedAt: at(5), dueAt: at(5) })
    const met = clock({ state: 'met', metAt: at(9) })
    const late = clock({
      metric: 'periodicUpdate',
      state: 'breached',
      metAt: at(9),
      breachedAt: at(5),
      startedAt: at(1),
    })
    const { open, over } = sortClocks([paused, met, late, broken])
    expect([open, over]).toEqual([
      [broken, paused],
      [late, met],
    ])
    expect([isOpenClock(broken), isOpenClock(late)]).toEqual([true, false])
  })

  it('says overdue only while nobody has answered', () => {
    const broken = clock({ state: 'breached', breachedAt: at(60) })
    expect([stateWords(broken), stateWords({ ...broken, metAt: at(70) }), stateWords(clock())]).toEqual([
      'overdue',
      'breached',
      'running',
    ])
    expect([clockTone(broken), clockTone(clock()), clockTone(clock({ elapsedMs: 46 * minute }))]).toEqual([
      'breach',
      'quiet',
      'near',
    ])
  })

  it('adds up what did not count by its reason, the longest first, without what is still to come', () => {
    const segments = [
      segment(0, 5, 'open'),
      segment(5, 10, 'waiting'),
      segment(10, 40, 'closed'),
      segment(40, 45, 'waiting'),
      segment(45, 90, 'closed', true),
    ]
    expect(sumByReason(segments)).toEqual([
      { reason: 'closed', ms: 30 * minute },
      { reason: 'waiting', ms: 10 * minute },
    ])
  })

  it('says what happened and what comes next', () => {
    const entry = (kind: ClockLedgerEntry['kind'], reason: string | null): ClockLedgerEntry => ({
      at: at(0),
      kind,
      reason,
      policy: 'standard',
      calendar: 'office',
      unit: 'hours',
      targetMs: 30 * minute,
      dueAt: null,
      by: null,
    })
    expect(ledgerWords(entry('retarget', 'priority'))).toBe('Target now 30m by standard, office: priority changed')
    const by = { kind: 'agent', id: 'agent_1', name: 'Ines Duarte' }
    expect(ledgerWords({ ...entry('override', 'merged'), dueAt: at(24 * 60), by })).toMatch(
      /^Due .+, set by hand \(Ines Duarte\): merged$/,
    )
    expect(ledgerWords({ ...entry('override_undone', null), by: null })).toBe('Due by its policy again')
    expect(ledgerWords(entry('start', null))).toBe('Started: 30m by standard, office')
    const inDays = { ...entry('start', null), unit: 'days', targetMs: 2 * 24 * 60 * minute } as const
    expect(ledgerWords(inDays)).toBe('Started: 2 working days by standard, office')
    const step: ClockStep = {
      kind: 'escalation',
      percent: 100,
      offsetMs: null,
      at: at(60),
      hasFired: false,
      notify: ['managers'],
      priority: 'high',
      queue: null,
      openCase: 'sla_breach',
    }
    expect(stepWords(step)).toBe(
      'Escalation at 100 %: tells managers, raises the priority to high, opens a case for sla_breach',
    )
    const quiet = { ...step, percent: null, notify: [], priority: null, openCase: null }
    expect(stepWords({ ...quiet, offsetMs: -90 * minute })).toBe('Escalation 1h 30m before due')
    expect(stepWords({ ...quiet, offsetMs: 30 * minute })).toBe('Escalation 30m after due')
    expect(stepWords({ ...quiet, kind: 'warning', offsetMs: -15 * minute })).toBe('Warning 15m before due')
  })
})

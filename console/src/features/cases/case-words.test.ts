import { beforeAll, describe, expect, it } from 'vitest'
import type { Case } from '@switchyard/sdk'
import { en } from '../../ui/words/en.ts'
import { installWords } from '../../ui/words/words.ts'
import { addEvidence, answerCheck, decide, moveTo } from './case-changes.ts'
import { caseClockWords, explainCaseClock } from './case-clock.ts'
import { inBoardOrder, queryOf } from './case-filter.ts'
import { historyWords, whoOf } from './history-words.ts'
import type { HistoryLine } from './history-words.ts'
import { openChecks, reviewWords } from './review-words.ts'

const hour = 3_600_000
const nowMs = Date.parse('2026-11-20T10:00:00.000Z')
const at = (ms: number) => new Date(nowMs + ms).toISOString()
const running = {
  state: 'running',
  unit: 'hours' as const,
  targetSeconds: 8 * 3600,
  remainingSeconds: null,
  breachedAt: null,
  metAt: null,
} as const
const person = { kind: 'member', id: 'member_1', name: 'Marta Ruiz' }

function caseOf(more: Partial<Case> = {}): Case {
  return {
    id: 'case_1',
    number: 1,
    version: 4,
    status: 'investigating',
    statusSince: at(-4 * 60_000),
    level: 1,
    maxLevel: 3,
    reason: 'vip',
    reasonLabel: 'VIP',
    reasonText: null,
    severity: 'high',
    riskClass: null,
    queue: null,
    taskId: null,
    tickets: [{ id: 'ticket_2', number: 10482, issueSummary: 'Charged twice', status: 'created' }],
    owner: null,
    openedBy: person,
    trigger: null,
    putForwardBy: null,
    decision: null,
    referrals: [],
    dueAt: at(4 * hour),
    clock: running,
    waitsFor: null,
    checks: [
      { name: 'match', label: 'Payment match', isAsked: true, result: null, note: null, by: null, at: null },
      { name: 'old', label: 'Old', isAsked: false, result: null, note: null, by: null, at: null },
    ],
    checksAsked: 1,
    checksAnswered: 0,
    evidence: [],
    review: { mayDecide: true, why: null },
    legal: [],
    createdAt: at(0),
    updatedAt: at(0),
    closedAt: null,
    ...more,
  }
}

beforeAll(() => installWords('en', en))

describe('the clock of a case', () => {
  it.each([
    ['breach', 'alert', 'late 40m', { dueAt: at(-40 * 60_000) }],
    ['near', 'near', '1h 46m', { dueAt: at(106 * 60_000) }],
    ['paused', 'pause', 'paused', { waitsFor: 'partner', dueAt: null }],
    ['quiet', null, '4m ago', { clock: null, dueAt: null }],
    ['quiet', null, '4m ago', { status: 'follow_up', dueAt: at(-hour) }],
  ] as const)('is %s, with its sign and words', (tone, icon, text, more) => {
    expect(caseClockWords(caseOf(more), nowMs)).toEqual({ tone, icon, text })
  })

  it('says plainly when it is due while that is far', () => {
    expect(caseClockWords(caseOf(), nowMs)).toMatchObject({ tone: 'quiet', text: expect.stringContaining('due ') })
  })

  it('explains itself', () => {
    const paused = { ...running, state: 'paused', remainingSeconds: 7200 } as const
    expect(explainCaseClock(caseOf({ clock: paused, waitsFor: 'partner', dueAt: null }), nowMs)).toEqual([
      '8h of working time from its opening to its decision.',
      'It stands still, waiting for a partner: 2h left.',
    ])
    expect(explainCaseClock(caseOf({ clock: null }), nowMs)).toEqual(['Cases of this reason have no due time.'])
    expect(explainCaseClock(caseOf({ clock: { ...running, metAt: at(0) } }), nowMs)).toHaveLength(2)
  })
})

describe('the board', () => {
  it('puts the soonest due on top, and what is decided or stands still below', () => {
    const cases = [
      caseOf({ number: 1, dueAt: null }),
      caseOf({ number: 2, dueAt: at(hour) }),
      caseOf({ number: 3, dueAt: at(-hour) }),
      caseOf({ number: 4, dueAt: at(-2 * hour), status: 'follow_up' }),
    ]
    expect(inBoardOrder(cases).map(({ number }) => number)).toEqual([3, 2, 4, 1])
  })

  it('asks for what it is narrowed to and nothing else', () => {
    expect(queryOf({ isMine: false, isLate: false, reason: null, severity: null })).toEqual({})
    expect(queryOf({ isMine: true, isLate: true, reason: 'vip', severity: 'high' })).toEqual({
      owner: 'me',
      late: 'true',
      reason: 'vip',
      severity: 'high',
    })
  })
})

describe('four eyes', () => {
  it('names whose second pair of eyes the viewer is', () => {
    expect(reviewWords(caseOf()).why).toBe('Marta Ruiz opened it, you are the second pair of eyes.')
    expect(reviewWords(caseOf({ trigger: 'vip-in-trouble' })).why).toContain('A rule opened it')
  })

  it.each(['opener', 'put_forward', 'referred', 'permission', 'decided'] as const)(
    'says in words why somebody may not decide: %s',
    (why) => {
      const words = reviewWords(caseOf({ review: { mayDecide: false, why } }))
      expect([words.mayDecide, words.why.includes('review.'), words.why.length > 20]).toEqual([false, false, true])
    },
  )

  it('waits for the checks that are asked for', () => {
    expect(openChecks(caseOf())).toEqual(['Payment match'])
  })
})

describe('the audit trail', () => {
  const line = (type: string, data: Record<string, unknown> = {}): HistoryLine => ({
    id: 'evt_1',
    at: at(0),
    type,
    actor: person,
    cause: null,
    data,
    note: null,
  })
  it.each([
    ['case.opened', {}, 'opened it'],
    ['case.status_changed', { to: 'follow_up' }, 'moved it to Follow-up'],
    ['case.check_set', { check: 'match', result: 'fail' }, 'set "Payment match" to fail'],
    ['case.evidence_added', { kind: 'link' }, 'added evidence (link)'],
    ['case.ticket_linked', { ticketId: 'ticket_2' }, 'linked #10482'],
    ['case.escalated', { to: 2 }, 'raised it to level 2'],
    [
      'case.updated',
      {
        values: [
          { name: 'severity', from: 'normal', to: 'high' },
          { name: 'queue', from: null, to: 'security' },
        ],
      },
      'set the severity to high, sent it to security',
    ],
    ['case.decided', { outcome: 'confirmed' }, 'confirmed it'],
    ['case.paused', { waitsFor: 'customer' }, 'paused it, to wait for the customer'],
    ['case.resumed', {}, 'let it go on'],
    ['case.warned', { percent: 75 }, 'warned that 75 % of the time is used'],
    ['case.breached', {}, 'saw the due time pass'],
    ['case.closed', {}, 'closed it'],
  ])('tells %s in words', (type, data, words) => {
    expect(historyWords(line(type, data), caseOf())).toBe(words)
  })

  it('names the product where nobody did it', () => {
    const bySystem = { ...line('case.opened'), actor: { kind: 'system', id: 'system', name: null } }
    expect(whoOf(bySystem)).not.toBe('')
    expect(historyWords(bySystem, caseOf({ trigger: 'legal-words' }))).toContain('legal-words')
  })
})

describe('the requests', () => {
  it('moves only what has not changed since it was read, and says nothing where nothing was said', () => {
    expect(moveTo(caseOf(), 'triage', ' ').call).toMatchObject({
      path: '/v1/cases/case_1/transitions',
      body: { to: 'triage', note: null },
      headers: { 'if-match': '"case_1.4"' },
    })
  })

  it('links the ticket that an address of this product names', () => {
    const ticketId = `ticket_${'0'.repeat(26)}`
    const url = `https://desk.example/tickets/${ticketId}`
    expect(addEvidence(caseOf(), { kind: 'link', text: '', url }).call.body).toEqual({ kind: 'link', ticketId })
    expect(addEvidence(caseOf(), { kind: 'link', text: 'log', url: ' https://a.example ' }).call.body).toEqual({
      kind: 'link',
      url: 'https://a.example',
      text: 'log',
    })
    expect(addEvidence(caseOf(), { kind: 'note', text: 'seen', url: 'x' }).call.body).toEqual({
      kind: 'note',
      text: 'seen',
    })
  })

  it('say what the case is then, as far as that is known', () => {
    const by = { kind: 'member', id: 'member_1', name: 'Helena' }
    const name = caseOf().checks[0]?.name ?? ''
    expect(answerCheck(caseOf(), name, 'pass', ' ').patch(by)).toMatchObject({
      checks: [{ name, result: 'pass', note: null }, { result: null }],
      checksAnswered: 1,
    })
    expect(decide(caseOf(), 'confirmed', ' Void it. ').patch(by)).toMatchObject({
      status: 'follow_up',
      decision: { outcome: 'confirmed', note: 'Void it.', by },
    })
    expect(decide(caseOf(), 'referred', 'More.').patch(by)).toEqual({ level: caseOf().level + 1 })
  })
})

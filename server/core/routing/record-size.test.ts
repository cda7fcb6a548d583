import { expect, it } from 'vitest'
import type { RejectReason } from './effects.ts'
import { createEngine, decide, loadSnapshot } from './index.ts'
import type { AgentSnapshot, TaskInput } from './types.ts'

const AGENTS = 10_000
const NOW = 1_800_000_000_000
const idOf = (number: number): string => `019a2b3c-4d5e-7f60-8a1b-${String(number).padStart(12, '0')}`
const queueId = 'guest-care-payments-iberia'
const needed = { 'payment-refunds': 3, 'fraud-screening': 2, 'know-your-customer': 1, 'card-acquiring': 4 }

interface Change {
  readonly agent?: Partial<AgentSnapshot['agent']>
  readonly row?: Partial<AgentSnapshot>
}

/** What stands against an agent. */
const changes: Partial<Record<RejectReason, Change>> = {
  not_member: { agent: { queues: [] } },
  no_permission: { agent: { permittedQueues: [] } },
  skill_missing: { agent: { skills: {} } },
  level_low: { agent: { skills: { ...needed, 'card-acquiring': 1 } } },
  language_missing: { agent: { languages: ['es'] } },
  presence: { row: { presence: 'away' } },
  outside_hours: { row: { isOffShift: true } },
  reserved_elsewhere: { agent: { offersAtOnce: 0 } },
  no_capacity: { agent: { totalUnits: 10 } },
  fairness_cap: { row: { served: 40 } },
}
const codes = Object.keys(changes)
const kinds: Change[] = [...Object.values(changes), {}, {}]

const agentOf = (number: number): AgentSnapshot => {
  const change = kinds[number % kinds.length]
  return {
    agent: {
      agentId: idOf(number),
      version: 1,
      kind: 'person',
      skills: { ...needed, 'payment-refunds': 5 },
      languages: ['pt-PT'],
      queues: [queueId],
      matchedQueues: [],
      permittedQueues: null,
      totalUnits: 100,
      kindOverrides: {},
      offersAtOnce: null,
      rankValues: {},
      name: 'Ana Reis',
      rating: null,
      ...change?.agent,
    },
    presence: 'available',
    presenceVersion: 1,
    idleSince: NOW - 86_400_000 - number,
    offeredAt: NOW - 90_000_000,
    load: null,
    keepsOffers: false,
    mostOffers: Infinity,
    isOffShift: false,
    served: 0,
    ...change?.row,
  }
}

/** Of those who could take it. */
const turnedDown = Array.from({ length: 50 }, (_, index) => idOf(index * kinds.length + codes.length))

const task: TaskInput = {
  taskId: idOf(AGENTS + 1),
  version: 1,
  queueId,
  kind: 'chat',
  classId: 'normal',
  enteredAt: NOW - 3_600_000,
  state: 'waiting',
  agentId: null,
  units: 0,
  requirements: [
    {
      fromAgeMs: 0,
      requirements: {
        skills: Object.entries(needed).map(([skill, minLevel]) => ({ skill, minLevel })),
        language: 'pt-PT',
      },
    },
  ],
  exclusions: turnedDown.map((agentId) => ({ agentId, until: NOW + 60_000 })),
  preferred: null,
  rulePath: ['spanish-and-portuguese', 'large-amounts', 'returning-customers', 'payments-of-partners', 'evening-hours'],
}

it('keeps the record of a decision within 2 KB among 10,000 agents, whatever stands against them', () => {
  const engine = createEngine({
    workflowVersion: '1234567890',
    classes: [{ classId: 'normal', base: 10, slopePerMinute: 1, max: 100 }],
    kinds: [{ kind: 'chat', units: 33, maxAtOnce: null }],
    queues: [
      {
        queueId,
        ranking: 'longest-idle',
        membership: 'either',
        offerTimeoutMs: 20_000,
        declineCooldownMs: 60_000,
        expiryCooldownMs: 60_000,
        fairnessGap: 5,
      },
    ],
    bestCount: 5,
  })
  const agents = Array.from({ length: AGENTS }, (_, index) => agentOf(index))
  loadSnapshot(engine, { sequence: 9_007_199_254, now: NOW, agents, tasks: [task], offers: [] })
  const [decision] = decide(engine, NOW, 1)
  const record = decision?.record
  expect(record?.best).toHaveLength(5)
  expect(Object.keys(record?.rejects ?? {})).toEqual(
    expect.arrayContaining([...codes, 'excluded_declined', 'outranked']),
  )
  expect(Object.values(record?.rejects ?? {}).reduce((sum, count) => sum + count, 0)).toBe(AGENTS - 1)
  expect(Buffer.byteLength(JSON.stringify({ ...record, outcome: 'offered' }))).toBeLessThanOrEqual(2_048)
})

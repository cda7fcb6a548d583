import type {
  AgentInput,
  AgentSnapshot,
  EngineConfig,
  Requirements,
  TaskInput,
} from '../../server/core/routing/index.ts'
import { Random } from '../../server/core/routing/random.testing.ts'

/** How big and how connected the measured centre is. */
export interface Size {
  agents: number
  waiting: number
  signatures: number
  queues: number
  queuesPerAgent: number
}

export interface SyntheticLoad {
  config: EngineConfig
  agents: AgentSnapshot[]
  /** Task `index`, entered at `enteredAt`, of one of the signatures. */
  task: (index: number, enteredAt: number) => TaskInput
}

const SKILLS = Array.from({ length: 40 }, (_, index) => `skill-${index}`)
const LANGUAGES = ['en', 'es', 'pt', 'fr', 'de', 'it', 'pl', 'tr']
const CLASSES = [
  { classId: 'normal', base: 0, slopePerMinute: 1, max: 200 },
  { classId: 'high', base: 30, slopePerMinute: 2, max: 250 },
  { classId: 'critical', base: 100, slopePerMinute: 3, max: 300 },
]
const START_MS = 1_800_000_000_000

/** As long as a real uuid, so that records have their real size. */
const idOf = (kind: string, index: number): string =>
  `01930000-0000-7000-${kind}-${index.toString(16).padStart(12, '0')}`

const queueIdOf = (index: number): string => idOf('8aaa', index)

const agentOf = (random: Random, size: Size, index: number): AgentInput => {
  const queues = new Set<string>()
  while (queues.size < Math.min(size.queuesPerAgent, size.queues)) queues.add(queueIdOf(random.below(size.queues)))
  return {
    agentId: idOf('8bbb', index),
    version: 1,
    kind: 'person',
    skills: Object.fromEntries(
      Array.from({ length: 16 }, () => [SKILLS[random.below(SKILLS.length)] ?? '', 1 + random.below(5)]),
    ),
    languages: ['en', LANGUAGES[1 + random.below(7)] ?? 'es'],
    queues: [...queues],
    matchedQueues: [],
    permittedQueues: null,
    totalUnits: 100,
    kindOverrides: {},
    offersAtOnce: null,
  }
}

interface Demand {
  queueId: string
  requirements: Requirements
}

/** Distinct demands, spread evenly over the queues: one or two skills at a level, every other one with a language. */
const distinctDemands = (random: Random, size: Size): Demand[] => {
  const demands = new Map<string, Demand>()
  while (demands.size < size.signatures) {
    const queueId = queueIdOf(demands.size % size.queues)
    const skills = random.some(SKILLS, 1 / SKILLS.length).slice(0, 2)
    const requirements = {
      skills: skills.map((skill) => ({ skill, minLevel: 1 + random.below(3) })),
      language: random.chance(0.5) ? random.pick(LANGUAGES) : null,
    }
    demands.set(queueId + JSON.stringify(requirements), { queueId, requirements })
  }
  return [...demands.values()]
}

/** Deterministic per seed. Every agent is available, whole and idle for a different time. */
export const syntheticLoad = (size: Size, seed: number): SyntheticLoad => {
  const random = new Random(seed)
  const agents = Array.from({ length: size.agents }, (_, index) => {
    return {
      agent: agentOf(random, size, index),
      presence: 'available' as const,
      presenceVersion: 1,
      idleSince: START_MS - random.below(3_600_000),
      offeredAt: 0,
      load: null,
    }
  })
  const demands = distinctDemands(random, size)
  const task = (index: number, enteredAt: number): TaskInput => {
    const { queueId, requirements } = random.pick(demands)
    return {
      taskId: idOf('8ccc', index),
      version: 1,
      queueId,
      kind: 'call',
      classId: random.pick(CLASSES).classId,
      enteredAt,
      state: 'waiting',
      agentId: null,
      units: 0,
      requirements: [{ fromAgeMs: 0, requirements }],
      rulePath: ['intake: payment issue', 'vip first'],
    }
  }
  return {
    config: {
      workflowVersion: '42',
      classes: CLASSES,
      kinds: [
        { kind: 'call', units: 100, maxAtOnce: null },
        { kind: 'chat', units: 33, maxAtOnce: null },
        { kind: 'ticket', units: 10, maxAtOnce: null },
        { kind: 'case', units: 20, maxAtOnce: null },
        { kind: 'callback', units: 100, maxAtOnce: null },
      ],
      queues: Array.from({ length: size.queues }, (_, index) => ({
        queueId: queueIdOf(index),
        ranking: 'longest-idle' as const,
        membership: 'either' as const,
        offerTimeoutMs: 30_000,
        declineCooldownMs: 300_000,
        expiryCooldownMs: 60_000,
      })),
      bestCount: 3,
    },
    agents,
    task,
  }
}

export { START_MS }

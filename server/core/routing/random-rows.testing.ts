import type { EngineConfig, MembershipRule, RankingKind } from './config.ts'
import type { AgentInput, AgentSnapshot, Condition, Presence, Requirements, TaskInput } from './types.ts'
import type { Random } from './random.testing.ts'

const SKILLS = ['payments', 'fraud', 'kyc', 'billing']
const LANGUAGES = ['pt', 'pt-BR', 'pt-PT', 'es', 'en']
const CONDITIONS: Condition[] = [
  { name: 'email', minLevel: 1, refusal: { code: 'no_permission', text: 'Takes no mail' } },
  { name: 'ring', minLevel: 1, refusal: { code: 'not_member', text: 'Not in ring 2' } },
  { name: 'ring', minLevel: 2, refusal: { code: 'not_member', text: 'Not in ring 1' } },
  { name: 'en or es', minLevel: 1, refusal: { code: 'language_missing', text: 'Speaks neither' } },
]
const NAMES = ['Ana Reis', 'Ben Ode']
const QUEUES = ['care', 'risk', 'partner']
const KINDS = ['call', 'chat', 'ticket']
const CLASSES = ['low', 'normal', 'critical']
const RANKINGS: RankingKind[] = ['longest-idle', 'least-loaded', 'best-match', 'round-robin', 'expression']
const RULES: MembershipRule[] = ['listed', 'matched', 'either', 'both']
/** As agents are named in the worlds of the tests, and one whom nobody knows. */
const PREFERRED = ['agent', 'agent-0', 'agent-1', 'agent-2', 'agent-00', 'agent-01', 'nobody']
const PRESENCES: Presence[] = ['available', 'available', 'available', 'offline', 'busy', 'away', 'draining']

/** Small on purpose: with few of everything the rows collide, tie and exhaust each other often. */
export const randomConfig = (random: Random): EngineConfig => ({
  workflowVersion: `v${random.below(1000)}`,
  classes: [
    { classId: 'low', base: random.below(5), slopePerMinute: random.below(4), max: 5 + random.below(20) },
    { classId: 'normal', base: 5, slopePerMinute: 1 + random.below(2), max: 20 },
    { classId: 'critical', base: 10 + random.below(5), slopePerMinute: random.next() * 2, max: 30 },
  ],
  kinds: [
    { kind: 'call', units: 100, maxAtOnce: null, interrupts: random.some(['chat', 'ticket'], 0.4) },
    { kind: 'chat', units: 33, maxAtOnce: random.chance(0.5) ? 2 : null },
    { kind: 'ticket', units: 10, maxAtOnce: null },
  ],
  queues: QUEUES.map((queueId) => ({
    queueId,
    ranking: random.pick(RANKINGS),
    membership: random.chance(0.5) ? 'either' : random.pick(RULES),
    offerTimeoutMs: 10_000 + random.below(3) * 10_000,
    declineCooldownMs: random.chance(0.2) ? Infinity : 40_000,
    expiryCooldownMs: 20_000,
    fairnessGap: random.chance(0.5) ? random.below(3) : null,
  })),
  bestCount: 3,
})

export const randomAgent = (random: Random, agentId: string, version: number): AgentInput => ({
  agentId,
  version,
  kind: random.chance(0.7) ? 'person' : random.pick(['bot', 'partner']),
  skills: Object.fromEntries(random.some(SKILLS, 0.6).map((skill) => [skill, random.below(6)])),
  meets: { email: random.below(3), ring: random.below(4), ...(random.chance(0.7) && { 'en or es': 1 }) },
  languages: random.some(LANGUAGES, 0.4),
  queues: random.some(QUEUES, 0.6),
  matchedQueues: random.some(QUEUES, 0.6),
  permittedQueues: random.chance(0.8) ? null : random.some(QUEUES, 0.6),
  totalUnits: random.pick([100, 100, 100, 60, 0]),
  kindOverrides: {
    ...(random.chance(0.06) && { chat: { units: 20, maxAtOnce: random.chance(0.5) ? null : 1 } }),
    ...(random.chance(0.1) && { call: { interrupts: random.some(['chat', 'ticket', 'call'], 0.5) } }),
  },
  offersAtOnce: random.chance(0.1) ? 2 : null,
  rankValues: { care: random.below(3), risk: random.below(3) },
  name: random.pick(NAMES),
  rating: random.chance(0.1) ? null : String(random.below(6)),
})

const randomRequirements = (random: Random): Requirements => ({
  skills: random.some(SKILLS, 0.25).map((skill) => ({ skill, minLevel: random.below(5) })),
  ...(random.chance(0.5) && { conditions: random.some(CONDITIONS, 0.3) }),
  language: random.chance(0.3) ? random.pick(LANGUAGES) : null,
  ...(random.chance(0.06) && {
    search: {
      name: random.chance(0.3) ? random.pick(NAMES) : null,
      rating: random.chance(0.5) ? `gte ${random.below(6)}` : null,
      languages: random.chance(0.2) ? [random.pick(LANGUAGES)] : [],
    },
  }),
})

export const randomTask = (random: Random, taskId: string, enteredAt: number): TaskInput => ({
  taskId,
  version: 1,
  queueId: random.pick(QUEUES),
  kind: random.pick(KINDS),
  classId: random.pick(CLASSES),
  enteredAt,
  state: 'waiting',
  agentId: null,
  units: 0,
  requirements: [
    { fromAgeMs: 0, requirements: randomRequirements(random) },
    ...(random.chance(0.3) ? [{ fromAgeMs: 30_000, requirements: { skills: [], language: null } }] : []),
  ],
  exclusions: [],
  preferred: random.chance(0.3)
    ? { agentId: random.pick(PREFERRED), until: enteredAt + random.pick([0, 15_000, 90_000]) }
    : null,
  rulePath: ['rule-1'],
})

export const randomSnapshotAgent = (random: Random, agentId: string, now: number): AgentSnapshot => ({
  agent: randomAgent(random, agentId, 1),
  presence: random.pick(PRESENCES),
  presenceVersion: 1,
  idleSince: now - random.below(6) * 10_000,
  offeredAt: now - random.below(6) * 10_000,
  load: null,
  ...randomTerms(random),
  isOffShift: random.chance(0.05),
  served: random.below(5),
})

/** What comes with a presence. */
export const randomTerms = (random: Random): { keepsOffers: boolean; mostOffers: number } => ({
  keepsOffers: random.chance(0.2),
  mostOffers: random.chance(0.1) ? 1 : Infinity,
})

/** A task in any state, held by any of the agents. */
export const randomHeldTask = (random: Random, task: TaskInput, agents: AgentSnapshot[], now: number): TaskInput => {
  const exclusions = random
    .some(agents, 0.1)
    .map(({ agent }) => ({ agentId: agent.agentId, until: now + (random.below(4) + 1) * 10_000 }))
  if (random.chance(0.6)) return { ...task, exclusions }
  const state = random.pick(['offered', 'active', 'active', 'wrapup', 'paused'] as const)
  const { agentId } = random.pick(agents).agent
  const frees = (state === 'wrapup' || state === 'paused') && random.chance(0.5)
  return { ...task, exclusions, state, agentId, units: frees ? 0 : random.pick([10, 33, 100]) }
}

export const randomPresence = (random: Random): Presence => random.pick(PRESENCES)

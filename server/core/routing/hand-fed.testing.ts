import { applyEvent, createEngine, decide } from './index.ts'
import type { AgentInput, Decision, Effect, EngineConfig, EventBody, TaskInput } from './index.ts'

/** Two queues, four figures: small enough to follow by hand. */
export const CONFIG: EngineConfig = {
  workflowVersion: '3',
  classes: [
    { classId: 'low', base: 0, slopePerMinute: 1, max: 100 },
    { classId: 'high', base: 50, slopePerMinute: 1, max: 100 },
  ],
  kinds: [
    { kind: 'call', units: 100, maxAtOnce: null },
    { kind: 'chat', units: 33, maxAtOnce: null },
  ],
  queues: ['payments', 'fraud'].map((queueId) => ({
    queueId,
    ranking: 'longest-idle',
    membership: 'either',
    offerTimeoutMs: 30_000,
    declineCooldownMs: 60_000,
    expiryCooldownMs: 60_000,
  })),
  bestCount: 3,
}

export const agent = (agentId: string, over: Partial<AgentInput> = {}): AgentInput => ({
  agentId,
  version: 1,
  kind: 'person',
  skills: { payments: 3 },
  languages: ['pt'],
  queues: ['payments'],
  matchedQueues: [],
  permittedQueues: null,
  totalUnits: 100,
  kindOverrides: {},
  offersAtOnce: null,
  ...over,
})

export const task = (taskId: string, over: Partial<TaskInput> = {}): TaskInput => ({
  taskId,
  version: 1,
  queueId: 'payments',
  kind: 'chat',
  classId: 'low',
  enteredAt: 0,
  state: 'waiting',
  agentId: null,
  units: 0,
  requirements: [{ fromAgeMs: 0, requirements: { skills: [{ skill: 'payments', minLevel: 2 }], language: 'pt-BR' } }],
  rulePath: [],
  ...over,
})

/** An engine that is fed by hand, and its clock. */
export const start = (config: EngineConfig = CONFIG) => {
  const engine = createEngine(config)
  let sequence = 0
  let now = 0
  const feed = (body: EventBody): Effect[] => {
    sequence += 1
    return applyEvent(engine, { sequence, at: now, ...body })
  }
  const arrive = (input: AgentInput): void => {
    feed({ kind: 'agent.updated', agent: input })
    feed({ kind: 'agent.presence', agentId: input.agentId, version: 1, presence: 'available' })
  }
  const commit = ({ taskId, agentId, units, expiresAt, taskVersion }: Decision): Effect[] =>
    feed({
      kind: 'offer.committed',
      offer: { offerId: `${taskId}-${agentId}`, version: 1, taskId, agentId, units, expiresAt },
      taskVersion: taskVersion + 1,
    })
  const decline = (taskId: string, agentId: string, taskVersion: number): Effect[] =>
    feed({ kind: 'offer.declined', offerId: `${taskId}-${agentId}`, version: 2, taskId, taskVersion, agentId })
  return {
    engine,
    feed,
    arrive,
    commit,
    decline,
    wait: (ms: number) => void (now += ms),
    decide: (limit = 50) => decide(engine, now, limit),
    only: (): Decision => {
      const [decision, ...rest] = decide(engine, now, 50)
      if (decision === undefined || rest.length > 0) throw new Error('not exactly one decision')
      return decision
    },
  }
}

export const kinds = (effects: Effect[]): string[] => effects.map(({ kind }) => kind)

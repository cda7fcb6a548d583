import { describe, expect, it } from 'vitest'
import { applyEvent, createEngine, loadSnapshot, nextWakeAt, type Effect, type OverflowStep } from './index.ts'
import { Random } from './random.testing.ts'
import { randomConfig, randomHeldTask, randomSnapshotAgent, randomTask } from './random-rows.testing.ts'
import type { Rows } from './slow-evaluator.testing.ts'
import { limitReached } from './slow-limits.testing.ts'
import type { TaskInput } from './types.ts'

const STATES = 600
const NOW = 1_000_000
const CONDITIONS = ['wait', 'estimate', 'nobody', 'closed'] as const

const randomSteps = (random: Random, { requirements }: TaskInput): OverflowStep[] =>
  random.some(CONDITIONS, 0.4).map((on, index) => ({
    step: `${on}-${index}`,
    on,
    afterMs: random.below(8) * 20_000,
    ...(random.chance(0.4) && { unlessNobodyIn: { queueId: random.pick(['care', 'risk', 'partner']), requirements } }),
  }))

const randomRows = (random: Random): Rows => {
  const config = randomConfig(random)
  for (const queue of config.queues) {
    queue.isClosed = random.chance(0.2)
    if (queue.isClosed) queue.membership = 'both'
  }
  const agents = Array.from({ length: 1 + random.below(5) }, (_, index) =>
    randomSnapshotAgent(random, `agent-${index}`, NOW),
  )
  const tasks = Array.from({ length: 1 + random.below(9) }, (_, index) => {
    const task = randomHeldTask(
      random,
      randomTask(random, `task-${index}`, NOW - random.below(8) * 10_000),
      agents,
      NOW,
    )
    const isLimited = random.chance(0.8)
    return {
      ...task,
      overflow: isLimited ? randomSteps(random, task) : [],
      ...(isLimited && random.chance(0.3) && { maxAgeMs: random.below(10) * 15_000 }),
    }
  })
  return { config, now: NOW, agents, tasks, setAside: new Map() }
}

const asked = (effects: Effect[]): [string, string][] =>
  effects.flatMap((effect): [string, string][] =>
    effect.kind === 'overflow'
      ? [[effect.taskId, effect.step]]
      : effect.kind === 'expire-task'
        ? [[effect.taskId, 'expire']]
        : [],
  )

describe('tasks that may not wait for ever', () => {
  it(`are asked about exactly when a slow look at the rows says so (${STATES} states)`, () => {
    const seen = new Map<string, number>()
    for (let seed = 1; seed <= STATES; seed += 1) {
      const random = new Random(seed)
      const rows = randomRows(random)
      const engine = createEngine(rows.config)
      const told = new Set<string>()
      const expectSame = (effects: Effect[]): void => {
        const due = rows.tasks.flatMap((task): [string, string][] => {
          const reached = told.has(task.taskId) ? null : limitReached(rows, task)
          return reached === null ? [] : [[task.taskId, reached]]
        })
        expect(asked(effects), `seed ${seed} at ${rows.now}`).toEqual(due)
        for (const [taskId, reached] of due) {
          told.add(taskId)
          const condition = reached.split('-')[0] ?? ''
          seen.set(condition, (seen.get(condition) ?? 0) + 1)
        }
      }
      expectSame(loadSnapshot(engine, { sequence: 1, now: NOW, tasks: rows.tasks, agents: rows.agents, offers: [] }))
      for (let step = 0; step < 15; step += 1) {
        if (step % 3 === 2) {
          const row = random.pick(rows.agents)
          if (random.chance(0.3)) {
            row.isOffShift = row.isOffShift !== true
            const shift = { kind: 'agent.shift', agentId: row.agent.agentId, isOnShift: !row.isOffShift } as const
            expectSame(applyEvent(engine, { sequence: 2, at: rows.now, ...shift }))
            continue
          }
          row.presence = random.pick(['away', 'away', 'available'])
          row.presenceVersion += 1
          const { presence, presenceVersion: version } = row
          const { agentId } = row.agent
          const event = { kind: 'agent.presence', agentId, version, presence } as const
          expectSame(applyEvent(engine, { sequence: 2, at: rows.now, ...event }))
          continue
        }
        if (step % 3 === 1) {
          const row = random.pick(rows.tasks)
          const { taskId } = row
          const waitMs = random.chance(0.2) ? null : random.below(10) * 20_000
          delete row.estimatedMs
          // Only a task with limits is asked about, so only of one it is kept.
          if (waitMs !== null && row.overflow !== undefined) row.estimatedMs = waitMs
          expectSame(applyEvent(engine, { sequence: 2, at: rows.now, kind: 'task.estimated', taskId, waitMs }))
          continue
        }
        const wake = nextWakeAt(engine)
        rows.now = Math.min(wake ?? Infinity, rows.now + 30_000)
        expectSame(applyEvent(engine, { sequence: 2, at: rows.now, kind: 'tick' }))
      }
    }
    for (const condition of [...CONDITIONS, 'expire']) expect(seen.get(condition) ?? 0, condition).toBeGreaterThan(30)
  })
})

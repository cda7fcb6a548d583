import { describe, expect, it } from 'vitest'
import { createEngine, decide, loadSnapshot, whyNot } from './index.ts'
import { Random } from './random.testing.ts'
import { randomConfig, randomHeldTask, randomSnapshotAgent, randomTask } from './random-rows.testing.ts'
import { decideSlowly, eligibleFor, reasonsAgainst, type Rows } from './slow-evaluator.testing.ts'

const STATES = 1_000
const NOW = 1_000_000

const randomRows = (seed: number): Rows => {
  const random = new Random(seed)
  const config = randomConfig(random)
  const hours = new Random(-seed)
  for (const queue of config.queues) queue.isClosed = hours.chance(0.2)
  const agents = Array.from({ length: 2 + random.below(10) }, (_, index) =>
    randomSnapshotAgent(random, `agent-${String(index).padStart(2, '0')}`, NOW),
  )
  const tasks = Array.from({ length: 1 + random.below(12) }, (_, index) =>
    randomHeldTask(random, randomTask(random, `task-${index}`, NOW - random.below(8) * 10_000), agents, NOW),
  )
  return { config, now: NOW, agents, tasks, setAside: new Map() }
}

const engineOf = (rows: Rows) => {
  const engine = createEngine(rows.config)
  const offers = rows.tasks
    .filter((task) => task.state === 'offered')
    .map(({ taskId, agentId, units }) => ({
      offerId: `offer-${taskId}`,
      version: 1,
      taskId,
      agentId: agentId ?? '',
      units,
      expiresAt: NOW + 5_000,
    }))
  loadSnapshot(engine, { sequence: 7, now: NOW, tasks: rows.tasks, agents: rows.agents, offers })
  return engine
}

describe('a generated state, against the slow evaluator', () => {
  it(`gives every reason against every agent for every task (${STATES} states)`, () => {
    let pairs = 0
    for (let seed = 1; seed <= STATES; seed += 1) {
      const rows = randomRows(seed)
      const engine = engineOf(rows)
      for (const task of rows.tasks) {
        const [first] = eligibleFor(rows, task)
        for (const row of rows.agents) {
          const against = reasonsAgainst(rows, task, row)
          const outranked = against.length === 0 && first !== row ? ['outranked'] : []
          const answer = whyNot(engine, task.taskId, row.agent.agentId, NOW)
          expect(answer?.eligible, `seed ${seed}`).toBe(against.length === 0)
          expect(answer?.reasons.map(({ code }) => code).toSorted(), `seed ${seed} ${task.taskId}`).toEqual(
            [...against, ...outranked].toSorted(),
          )
          pairs += 1
        }
      }
    }
    expect(pairs).toBeGreaterThan(STATES * 10)
  })

  it(`decides the same pairs with the same records (${STATES} states)`, () => {
    let decided = 0
    for (let seed = 1; seed <= STATES; seed += 1) {
      const rows = randomRows(seed)
      const engine = engineOf(rows)
      const decisions = decide(engine, NOW, 1_000).map(({ record }) => ({
        taskId: record.taskId,
        agentId: record.agentId,
        best: record.best.map(({ agentId }) => agentId),
        rejects: record.rejects,
      }))
      expect(decisions, `seed ${seed}`).toEqual(decideSlowly(structuredClone(rows), 1_000))
      decided += decisions.length
    }
    expect(decided).toBeGreaterThan(STATES)
  })
})

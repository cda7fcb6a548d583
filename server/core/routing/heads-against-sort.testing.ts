import { applyEvent } from './apply-event.ts'
import { bestTaskFor } from './choose-task.ts'
import { createEngine } from './create-engine.ts'
import type { EngineEvent, EventBody } from './events.ts'
import type { TaskInput } from './types.ts'
import { Random } from './random.testing.ts'
import { randomConfig, randomSnapshotAgent, randomTask } from './random-rows.testing.ts'
import { reasonsAgainst, waitingInOrder, type Rows } from './slow-evaluator.testing.ts'

const TASKS = 40
/** Few, so that a small run meets many agents and configurations as well. */
const STATES_PER_WORLD = 100

const compareWorld = (seed: number, states: number): number => {
  const random = new Random(seed)
  const config = randomConfig(random)
  const row = randomSnapshotAgent(random, 'agent', 1_000_000)
  row.presence = 'available'
  row.agent.totalUnits = 100
  row.agent.permittedQueues = null
  row.agent.queues = ['care', 'risk', 'partner']
  row.agent.matchedQueues = ['care', 'risk', 'partner']
  const rows: Rows = { config, now: 1_000_000, agents: [row], tasks: [], setAside: new Map() }
  const engine = createEngine(config)
  let sequence = 0
  const feed = (body: EventBody): void => {
    sequence += 1
    const event: EngineEvent = { sequence, at: rows.now, ...body }
    applyEvent(engine, event)
  }
  feed({ kind: 'agent.updated', agent: row.agent })
  feed({ kind: 'agent.presence', agentId: 'agent', version: 1, presence: 'available' })
  feed({ kind: 'agent.shift', agentId: 'agent', isOnShift: row.isOffShift !== true })
  let differences = 0
  for (let state = 0; state < states; state += 1) {
    rows.now += random.below(20_000)
    if (rows.tasks.length < TASKS || random.chance(0.5)) {
      const task = randomTask(random, `task-${sequence}`, rows.now - random.below(12) * 10_000)
      if (random.chance(0.1)) task.exclusions = [{ agentId: 'agent', until: rows.now + 30_000 }]
      rows.tasks.push(task)
      feed({ kind: 'task.entered', task })
    } else {
      const task: TaskInput = random.pick(rows.tasks)
      rows.tasks = rows.tasks.filter((other) => other !== task)
      feed({ kind: 'task.left', taskId: task.taskId, version: 2, reason: 'completed' })
    }
    const expected = waitingInOrder(rows).find((task) => reasonsAgainst(rows, task, row).length === 0)
    const agent = engine.agents.get('agent')
    if (agent === undefined || bestTaskFor(engine, agent)?.task.id !== expected?.taskId) differences += 1
  }
  return differences
}

/** How often the heads-only choice differs from a full sort of the backlog, over `states` random states. */
export const headsAgainstSort = (states: number, seed: number): number => {
  let differences = 0
  for (let done = 0; done < states; done += STATES_PER_WORLD)
    differences += compareWorld(seed + done, Math.min(STATES_PER_WORLD, states - done))
  return differences
}

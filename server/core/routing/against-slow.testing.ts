import { createEngine, decide, loadSnapshot, whyNot } from './index.ts'
import { copyOf, Random } from './random.testing.ts'
import { randomConfig, randomHeldTask, randomSnapshotAgent, randomTask } from './random-rows.testing.ts'
import { decideSlowly, eligibleFor, reasonsAgainst, type Rows, type SlowDecision } from './slow-evaluator.testing.ts'

const NOW = 1_000_000
const MOST_DIFFERENCES = 20

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

const wordsOf = (words: readonly string[]): string => words.toSorted().join()

/** Pairs of a task and an agent of which engine and evaluator do not say the same, and how many there are. */
const compareReasons = (rows: Rows): { pairs: number; differences: string[] } => {
  const engine = engineOf(rows)
  const differences: string[] = []
  for (const task of rows.tasks) {
    const [first] = eligibleFor(rows, task)
    for (const row of rows.agents) {
      const { agentId } = row.agent
      const against = reasonsAgainst(rows, task, row)
      const slowly = wordsOf(against.length === 0 && first !== row ? ['outranked'] : against)
      const answer = whyNot(engine, task.taskId, agentId, NOW)
      const said = wordsOf(answer?.reasons.map(({ code }) => code) ?? [])
      const isSame = said === slowly && answer?.eligible === (against.length === 0)
      if (!isSame) differences.push(`${task.taskId} ${agentId}: ${said}, slowly ${slowly}`)
    }
  }
  return { pairs: rows.tasks.length * rows.agents.length, differences }
}

/** Decisions with their best and their histograms, as far as they are not those of the evaluator. */
const compareDecisions = (rows: Rows): { decided: number; differences: string[] } => {
  const made = decide(engineOf(rows), NOW, 1_000).map(({ record: { taskId, agentId, best, rejects } }) =>
    sayDecision({ taskId, agentId: agentId ?? '', best: best.map((ranked) => ranked.agentId), rejects }),
  )
  const slowly = decideSlowly({ ...copyOf(rows), setAside: new Map() }, 1_000).map(sayDecision)
  const [said, slowlySaid] = [made.join('; '), slowly.join('; ')]
  return { decided: made.length, differences: said === slowlySaid ? [] : [`${said}, slowly ${slowlySaid}`] }
}

const sayDecision = ({ taskId, agentId, best, rejects }: SlowDecision): string => {
  const counts = wordsOf(Object.entries(rejects).map(([code, count]) => `${code} ${count}`))
  return `${taskId} to ${agentId} of ${best.join()} but ${counts}`
}

export interface ComparedStates {
  readonly states: number
  /** Of a task and an agent; for each every reason is compared. */
  readonly pairs: number
  readonly decisions: number
  /** The first of them, by the seed of their state. */
  readonly differences: readonly string[]
}

/** Holds the engine against the slow evaluator in so many random states: every decision and every reason against everybody. */
export const engineAgainstSlow = (states: number, firstSeed: number): ComparedStates => {
  const sums = { pairs: 0, decisions: 0 }
  const differences: string[] = []
  for (let seed = firstSeed; seed < firstSeed + states; seed += 1) {
    const rows = randomRows(seed)
    const reasons = compareReasons(rows)
    const choices = compareDecisions(rows)
    sums.pairs += reasons.pairs
    sums.decisions += choices.decided
    for (const one of [...reasons.differences, ...choices.differences])
      if (differences.length < MOST_DIFFERENCES) differences.push(`seed ${seed} ${one}`)
  }
  return { states, ...sums, differences }
}

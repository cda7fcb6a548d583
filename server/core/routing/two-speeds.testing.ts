import { spreadOf } from '../fairness/index.ts'
import { agent, CONFIG, start, task } from './hand-fed.testing.ts'
import { Random } from './random.testing.ts'

/** How a day went: how long its tasks waited, and what each agent took. */
export interface DayOfWork {
  readonly meanWaitMs: number
  readonly taken: readonly number[]
  /** Of time at work by time there. */
  readonly occupancyGap: number
  readonly occupancyGini: number
}

interface Day {
  readonly fairnessGap: number | null
  readonly seed: number
  readonly tasks: number
  /** Tasks that come by those all agents together can do. */
  readonly load: number
}

const slowMs = 240_000
const fastMs = slowMs / 2
const agents = ['fast-1', 'fast-2', 'fast-3', 'slow-1', 'slow-2', 'slow-3']
const handleMs = (agentId: string) => (agentId.startsWith('fast') ? fastMs : slowMs)

/** Calls come by chance to three agents and three others who need twice as long; the longest idle is asked first. */
export function workADay({ fairnessGap, seed, tasks, load }: Day): DayOfWork {
  const random = new Random(seed)
  const world = start({ ...CONFIG, queues: CONFIG.queues.map((queue) => ({ ...queue, fairnessGap })) })
  for (const agentId of agents) world.arrive(agent(agentId))
  const perMs = agents.reduce((sum, agentId) => sum + 1 / handleMs(agentId), 0)
  const [taken, workMs] = [new Map<string, number>(), new Map<string, number>()]
  const ends: { at: number; taskId: string }[] = []
  const enteredAt = new Map<string, number>()
  const sizes = new Map<string, number>()
  let [now, nextAt, come, waitedMs] = [0, 0, 0, 0]
  const advance = (at: number) => {
    world.wait(at - now)
    now = at
  }
  const offer = () => {
    for (const decision of world.decide()) {
      const { taskId, agentId } = decision
      world.commit(decision)
      const offerId = `${taskId}-${agentId}`
      world.feed({ kind: 'offer.accepted', offerId, version: 2, taskId, taskVersion: 3, agentId })
      waitedMs += now - (enteredAt.get(taskId) ?? now)
      taken.set(agentId, (taken.get(agentId) ?? 0) + 1)
      const lastsMs = handleMs(agentId) * (sizes.get(taskId) ?? 1)
      workMs.set(agentId, (workMs.get(agentId) ?? 0) + lastsMs)
      ends.push({ at: now + lastsMs, taskId })
    }
  }
  while (come < tasks || ends.length > 0) {
    ends.sort((one, other) => one.at - other.at)
    const end = ends[0]
    if (end !== undefined && (come >= tasks || end.at <= nextAt)) {
      ends.shift()
      advance(end.at)
      world.feed({ kind: 'task.left', taskId: end.taskId, version: 4, reason: 'completed' })
    } else {
      advance(nextAt)
      const taskId = `t${come}`
      enteredAt.set(taskId, now)
      sizes.set(taskId, 0.5 + random.next())
      world.feed({ kind: 'task.entered', task: task(taskId, { kind: 'call', enteredAt: now }) })
      come += 1
      nextAt = now - Math.log(1 - random.next()) / (load * perMs)
    }
    offer()
  }
  const { gap, gini } = spreadOf(agents.map((agentId) => (workMs.get(agentId) ?? 0) / now))
  const counts = agents.map((agentId) => taken.get(agentId) ?? 0)
  return { meanWaitMs: waitedMs / tasks, taken: counts, occupancyGap: gap ?? 0, occupancyGini: gini ?? 0 }
}

import type { Agent, PresenceState, Task, WhyNot } from '@switchyard/sdk'

/** How many are judged one by one when a task is explained. */
export const judgedAtMost = 6

const readiness: Record<PresenceState, number> = { available: 0, busy: 1, draining: 2, away: 3, offline: 4 }

const readinessOf = (agent: Agent) => readiness[agent.presence?.state ?? 'offline']
const freeOf = ({ workload }: Agent) =>
  workload ? workload.capacityUnits - workload.usedUnits - workload.reservedUnits : 0

/** Who is most ready first: by presence, then by free room, then by name. */
export function byReadiness(a: Agent, b: Agent): number {
  return readinessOf(a) - readinessOf(b) || freeOf(b) - freeOf(a) || a.name.localeCompare(b.name)
}

export function servesQueue(agent: Agent, queue: string): boolean {
  return agent.workload?.queues.includes(queue) === true
}

/** The agents closest to a task: the members of its queue, then the others, the readiest first. */
export function closestAgents(roster: readonly Agent[], task: Pick<Task, 'queue'>): Agent[] {
  const isOutside = (agent: Agent) => (servesQueue(agent, task.queue) ? 0 : 1)
  return roster.toSorted((a, b) => isOutside(a) - isOutside(b) || byReadiness(a, b))
}

/** Agents by the first reason that applies to each, most frequent first; those without one are left out. */
export function countReasons(answers: readonly Pick<WhyNot, 'reasons'>[]): [string, number][] {
  const counts = new Map<string, number>()
  for (const { reasons } of answers) {
    const code = reasons[0]?.code
    if (code !== undefined) counts.set(code, (counts.get(code) ?? 0) + 1)
  }
  return [...counts].sort((a, b) => b[1] - a[1])
}

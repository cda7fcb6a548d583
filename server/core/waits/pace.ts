import type { PresentAgent, ServedWait, WaitHistory } from './types.ts'

/** How fast a queue is served. */
export interface Pace {
  /** Tasks taken from the queue per ms by those present now. */
  readonly rate: number
  /** How many departures it rests on; they tell how well it is known. */
  readonly seen: number
}

/**
 * Departures of the last hour while the queue was never empty, over the time they took. A departure counts when its
 * task was waiting already at the one before, for else the agents waited for the customer and it says nothing of what
 * they can do. The time since the last one counts as well while somebody waits, so that a standstill shows at once.
 * Corrected to who is present now: `rate = departures / time x places now / mean places then`. Null = nothing seen.
 */
export function paceOf(
  history: WaitHistory,
  agents: readonly PresentAgent[],
  { now, isWaitedFor }: { now: number; isWaitedFor: boolean },
): Pace | null {
  const { served } = history
  const first = served[0]
  if (first === undefined) return null
  let seen = 0
  let busyMs = 0
  let before = first.offeredAt
  for (const { enteredAt, offeredAt } of served.slice(1)) {
    if (enteredAt < before) {
      seen += 1
      busyMs += offeredAt - before
    }
    before = offeredAt
  }
  if (isWaitedFor) busyMs += Math.max(0, now - before)
  if (seen === 0 || busyMs <= 0) return null
  const places = agents.reduce((sum, agent) => sum + agent.places, 0)
  const then = meanPlaces(served, agents, { from: first.offeredAt, to: now })
  return { rate: (seen / busyMs) * (then > 0 ? places / then : 1), seen }
}

/**
 * Places filled over the span, on average. Who is present now counts since it came; who served and is gone counts
 * until its last departure and the mean gap between two of its own.
 */
function meanPlaces(
  served: readonly ServedWait[],
  agents: readonly PresentAgent[],
  span: { from: number; to: number },
): number {
  const lengthMs = Math.max(1, span.to - span.from)
  const present = new Set(agents.map((agent) => agent.agentId))
  let placesMs = 0
  for (const { presentSince, places } of agents) placesMs += places * (span.to - Math.max(span.from, presentSince))
  const gone = new Map<string, { last: number; count: number }>()
  for (const { agentId, offeredAt } of served) {
    if (present.has(agentId)) continue
    gone.set(agentId, { last: offeredAt, count: (gone.get(agentId)?.count ?? 0) + 1 })
  }
  const mean = agents.length === 0 ? 1 : agents.reduce((sum, agent) => sum + agent.places, 0) / agents.length
  for (const { last, count } of gone.values()) {
    placesMs += mean * Math.min(lengthMs, ((last - span.from) * (count + 1)) / count)
  }
  return placesMs / lengthMs
}

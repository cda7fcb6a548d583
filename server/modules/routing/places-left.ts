import type { Decision } from '../../core/routing/index.ts'
import type { HeldOfKind } from './held-view.ts'

/**
 * Counts decisions against the maxima of their kinds, beside what their agents hold already: each call takes a place for
 * one, or says that there is none left.
 */
export function placesLeft(held: readonly HeldOfKind[]): (decision: Decision) => boolean {
  const taken = new Map(held.map(({ agentId, kind, tasks }) => [`${agentId} ${kind}`, tasks]))
  return ({ agentId, taskKind, maxAtOnce }) => {
    if (maxAtOnce === null) return true
    const place = `${agentId} ${taskKind}`
    const tasks = taken.get(place) ?? 0
    if (tasks >= maxAtOnce) return false
    taken.set(place, tasks + 1)
    return true
  }
}

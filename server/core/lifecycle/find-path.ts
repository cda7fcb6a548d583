import type { Lifecycle, Transition } from './lifecycle.ts'

/** Every edge out of a status: its transitions, into waiting, and from waiting back to the stage left. */
export function edgesFrom(lifecycle: Lifecycle, status: string, stageLeft: string | null): readonly Transition[] {
  const own = lifecycle.outgoing.get(status) ?? []
  const here = lifecycle.statuses.get(status)
  if (here === undefined) return own
  if (here.waitsFrom.length > 0) {
    const back = stageLeft !== null && here.waitsFrom.includes(stageLeft) ? [stageLeft] : here.waitsFrom
    return [...own, ...back.map((to) => plainEdge(lifecycle, status, to))]
  }
  const waiting = [...lifecycle.statuses.values()].filter((other) => other.waitsFrom.includes(status))
  return [...own, ...waiting.map((other) => plainEdge(lifecycle, status, other.slug))]
}

/**
 * The shortest way from one status to another by edges that may be taken, or null. It never passes through a waiting status, and reopens only as
 * its first step: nobody asks to reopen a ticket by closing it.
 */
export function findPath(
  lifecycle: Lifecycle,
  from: string,
  to: string,
  {
    stageLeft,
    mayTake = () => true,
  }: { readonly stageLeft: string | null; readonly mayTake?: ((edge: Transition) => boolean) | undefined },
): readonly Transition[] | null {
  const ways: (readonly Transition[])[] = [[]]
  const seen = new Set([from])
  for (let way = ways.shift(); way !== undefined; way = ways.shift()) {
    const at = way.at(-1)?.to ?? from
    for (const edge of edgesFrom(lifecycle, at, stageLeft)) {
      if ((edge.reopens && way.length > 0) || !mayTake(edge)) continue
      if (edge.to === to) return [...way, edge]
      const isWaiting = (lifecycle.statuses.get(edge.to)?.waitsFrom.length ?? 0) > 0
      if (seen.has(edge.to) || isWaiting) continue
      seen.add(edge.to)
      ways.push([...way, edge])
    }
  }
  return null
}

/** Whether everybody may take an edge, as far as roles go. */
export function isForAll({ roles }: Transition): boolean {
  return roles.length === 0
}

function plainEdge(lifecycle: Lifecycle, from: string, to: string): Transition {
  const label = lifecycle.statuses.get(to)?.label ?? to
  return { from, to, label, requires: [], roles: [], unlessCaseOpen: false, clears: [], reopens: false }
}

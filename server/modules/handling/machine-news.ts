import type { OfferNews } from '../routing/index.ts'
import type { MachineOffer } from './machine-work-view.ts'
import type { Grip, TicketFact } from './ticket-change.ts'

/** What the endpoint of a machine is told of an offer, by which of the facts of the change. */
export interface MachineNews {
  readonly offerId: string
  readonly type: OfferNews['type']
  /** The fact's place. Two messages never share one: its event's id is what a receiver knows a repeat by. */
  readonly fact: number
  readonly cause?: string
}

/**
 * What a change of the task means for machines: `before` stands in the grip, `now` is what they are asked for and had
 * afterwards. Told are offers made, work given past an offer, and work that is no longer theirs; ended offers are told
 * by who ends them. Work that was paused has been let go of before; that it is gone for good is said once more.
 */
export function machineNews(
  { task, pending, heldBy }: Pick<Grip, 'task' | 'pending' | 'heldBy'>,
  now: readonly MachineOffer[],
  facts: readonly TicketFact[],
): MachineNews[] {
  const known = new Set([...pending.map(({ id }) => id), ...(heldBy === null ? [] : [heldBy.id])])
  const made = now.filter(({ id, isLive }) => isLive && !known.has(id))
  // Of work whose units were free the offer that was last held by is told of.
  const last = heldBy ?? now.find(({ taskId, agentId }) => taskId === task?.id && agentId === task.agentId) ?? null
  const lost = now.find(({ id }) => id === last?.id)
  const isLost = lost !== undefined && !lost.isLive && (heldBy !== null || !lost.isTasksAgent)
  const moved = facts.findIndex(({ type }) => type.startsWith('task.'))
  const released = { type: 'offer.released', fact: Math.max(moved, 0), cause: facts[moved]?.type ?? '' } as const
  return [
    ...(isLost ? [{ offerId: lost.id, ...released }] : []),
    ...made.map(({ id, state }) => ({ offerId: id, ...madeBy(state, facts, moved) })),
  ]
}

function madeBy(state: MachineOffer['state'], facts: readonly TicketFact[], moved: number) {
  const wanted = state === 'pending' ? 'offer.created' : 'ticket.assigned'
  const fact = facts.findIndex(({ type }) => type === wanted)
  return {
    type: state === 'pending' ? ('offer.created' as const) : ('offer.accepted' as const),
    fact: fact === -1 ? Math.max(moved, 0) : fact,
  }
}

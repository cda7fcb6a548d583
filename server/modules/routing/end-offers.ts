import type { Context, Tx } from '../../platform/context.ts'
import { encodeId } from '../../platform/ids.ts'
import { type LoadChange, lockLoads, releaseReserved } from '../agents/index.ts'
import { appendEvents, type NewEvent } from '../events/index.ts'
import { lockTickets, takeTicketSeq } from '../tickets/index.ts'
import { endPendingOffers, findPendingOffers, findPendingOffersOfTask } from './offer-store.ts'
import type { Offer } from './task.ts'
import { findTasks, saveTask } from './task-store.ts'

export interface OfferEnding {
  readonly offerIds: readonly string[]
  readonly to: 'declined' | 'expired' | 'revoked' | 'cancelled'
  readonly code: string | null
  readonly note: string | null
  /** The agent is not asked again for the task for so long; 0 = at once. */
  readonly excludeForMs: number
}

/** An offer that this call ended, with the versions of the rows it touched. */
export interface EndedOffer {
  readonly offer: Offer
  readonly taskVersion: number
  readonly loadVersion: number
}

/**
 * Ends pending offers, gives their units back and lets their tasks wait on at their rank; an offer somebody else has
 * ended meanwhile is left out. Expiry ends only offers whose time has come, a decline only others.
 */
export async function endOffers(tx: Tx, context: Context, ending: OfferEnding): Promise<EndedOffer[]> {
  const workspaceId = context.workspace.id
  const pending = await findPendingOffers(tx, workspaceId, ending.offerIds)
  if (pending.length === 0) return []
  await lockLoads(
    tx,
    workspaceId,
    pending.map((offer) => offer.agentId),
  )
  await lockTickets(
    tx,
    workspaceId,
    pending.map((offer) => offer.ticketId),
  )
  const ended = await endPendingOffers(tx, workspaceId, {
    offerIds: pending.map((offer) => offer.id),
    to: ending.to,
    at: context.now(),
    onlyIf: inTime[ending.to],
    code: ending.code,
    note: ending.note,
  })
  const loads = await giveBack(tx, workspaceId, ended)
  const tasks = await letTasksWait(tx, context, { ended, excludeForMs: ending.excludeForMs })
  const results = ended.map((offer) => ({
    offer,
    taskVersion: tasks.get(offer.taskId) ?? 0,
    loadVersion: loads.get(offer.agentId)?.loadVersion ?? 0,
  }))
  await recordEnds(tx, context, { results, ending })
  return results
}

/** An answer counts only before the expiry, and the expiry only after it: whoever is told that an offer ran out is right. */
const inTime = { declined: 'unexpired', expired: 'expired', revoked: 'any', cancelled: 'any' } as const

async function giveBack(tx: Tx, workspaceId: string, ended: readonly Offer[]): Promise<Map<string, LoadChange>> {
  const units = new Map<string, number>()
  for (const offer of ended) units.set(offer.agentId, (units.get(offer.agentId) ?? 0) + offer.units)
  const changes = [...units].map(([agentId, given]) => ({ agentId, units: given }))
  const released = await releaseReserved(tx, workspaceId, changes)
  return new Map(released.map((load) => [load.agentId, load]))
}

async function letTasksWait(
  tx: Tx,
  context: Context,
  { ended, excludeForMs }: { ended: readonly Offer[]; excludeForMs: number },
): Promise<Map<string, number>> {
  const versions = new Map<string, number>()
  const taskIds = [...new Set(ended.map((offer) => offer.taskId))]
  for (const task of await findTasks(tx, context.workspace.id, taskIds)) {
    const others = await findPendingOffersOfTask(tx, context.workspace.id, task.id)
    const until = context.now() + excludeForMs
    const refusers = ended.filter((offer) => offer.taskId === task.id).map((offer) => [offer.agentId, until] as const)
    const version = await saveTask(tx, context.workspace.id, task.id, {
      ...(task.state === 'offered' && others.length === 0 && { state: 'waiting' as const }),
      ...(excludeForMs > 0 && { exclusions: { ...task.exclusions, ...Object.fromEntries(refusers) } }),
    })
    versions.set(task.id, version)
  }
  return versions
}

async function recordEnds(
  tx: Tx,
  context: Context,
  { results, ending }: { results: readonly EndedOffer[]; ending: OfferEnding },
): Promise<void> {
  const counts = new Map<string, number>()
  for (const { offer } of results) counts.set(offer.ticketId, (counts.get(offer.ticketId) ?? 0) + 1)
  const next = await takeTicketSeq(tx, context.workspace.id, counts)
  const events = results.map(({ offer, taskVersion, loadVersion }): NewEvent => {
    const seq = next.get(offer.ticketId) ?? 0
    next.set(offer.ticketId, seq + 1)
    const subject = { kind: 'ticket', id: offer.ticketId, seq } as const
    const data = {
      offerId: encodeId('offer', offer.id),
      taskId: encodeId('task', offer.taskId),
      agentId: encodeId('agent', offer.agentId),
      taskVersion,
      loadVersion,
    }
    return { ...endEvent(ending, data), subject, ticketId: offer.ticketId }
  })
  await appendEvents(tx, context, events)
}

type EndData = { offerId: string; taskId: string; agentId: string; taskVersion: number; loadVersion: number }

function endEvent(ending: OfferEnding, data: EndData) {
  switch (ending.to) {
    case 'declined':
      return { type: 'offer.declined', data: { ...data, code: ending.code } } as const
    case 'expired':
      return { type: 'offer.expired', data } as const
    case 'revoked':
      return { type: 'offer.revoked', data: { ...data, reason: ending.code ?? 'revoked' } } as const
    case 'cancelled':
      return { type: 'offer.cancelled', data: { ...data, reason: ending.code ?? 'cancelled' } } as const
  }
}

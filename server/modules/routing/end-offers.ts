import type { WorkflowSnapshot } from '../../core/workflow/index.ts'
import type { Context, Tx } from '../../platform/context.ts'
import { encodeId } from '../../platform/ids.ts'
import { countMissedOffers, endDraining, type LoadChange, lockLoads, releaseReserved } from '../agents/index.ts'
import { cancelOfferDeliveries, findUnheardOffers } from '../deliveries/index.ts'
import { appendEvents, type NewEvent } from '../events/index.ts'
import { lockTickets, takeTicketSeq } from '../tickets/index.ts'
import { cooldownsOf } from './engine-config.ts'
import { endPendingOffers, findPendingOffers, findPendingOffersOfTask } from './offer-store.ts'
import type { Offer, Task } from './task.ts'
import { stateInQueue } from './state-in-queue.ts'
import { findTasks, saveTask } from './task-store.ts'
import { type OfferNews, tellEndpoints } from './tell-endpoints.ts'

export interface OfferEnding {
  readonly offerIds: readonly string[]
  readonly to: 'declined' | 'expired' | 'revoked' | 'cancelled'
  readonly code: string | null
  readonly note: string | null
  readonly workflow: WorkflowSnapshot
}

/** An offer that this call ended, with the versions of the rows it touched. */
export interface EndedOffer {
  readonly offer: Offer
  readonly taskVersion: number
  /** False when the task is aside although nobody has it: a callback before its time. */
  readonly isWaiting: boolean
  readonly loadVersion: number
}

/**
 * Ends pending offers, gives their units back and lets their tasks wait on at their rank; an offer somebody else has
 * ended meanwhile is left out. One whose time had run out has expired, whatever was to end it, and its agent missed it.
 */
export async function endOffers(tx: Tx, context: Context, ending: OfferEnding): Promise<EndedOffer[]> {
  if (ending.offerIds.length === 0) return []
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
  // One instant for all of it: the router counts the cool-down from the end of the offer, and the task's row must agree.
  const at = context.now()
  const changed = await endPendingOffers(tx, workspaceId, {
    offerIds: pending.map((offer) => offer.id),
    to: ending.to,
    at,
    code: ending.code,
    note: ending.note,
  })
  // The log tells of them in the order they were made, not in the one the database met them in.
  const ended = changed.toSorted((one, other) => (one.id < other.id ? -1 : 1))
  const loads = await giveBack(tx, workspaceId, ended)
  const tasks = await letTasksWait(tx, context, { ended, at, workflow: ending.workflow })
  const results = ended.map((offer) => ({
    offer,
    taskVersion: tasks.get(offer.taskId)?.version ?? 0,
    isWaiting: tasks.get(offer.taskId)?.state !== 'paused',
    loadVersion: loads.get(offer.agentId)?.loadVersion ?? 0,
  }))
  const ofMachines = ended.filter((offer) => !offer.isOneAtATime).map((offer) => offer.id)
  const unheard = await stopTelling(tx, workspaceId, ofMachines)
  await recordEnds(tx, context, results)
  const expired = ended.filter((offer) => offer.state === 'expired')
  const missed = expired.filter((offer) => !unheard.has(offer.id)).map((offer) => offer.agentId)
  await countMissedOffers(tx, context, {
    agentIds: [...new Set(missed)],
    limit: ending.workflow.presence.missedOffers,
  })
  await endDraining(tx, context, [...loads.values()])
  return results
}

/** Gives the offers that never got through to an endpoint: nobody missed them. What is still unsent stays so. */
async function stopTelling(tx: Tx, workspaceId: string, offerIds: readonly string[]): Promise<Set<string>> {
  if (offerIds.length === 0) return new Set()
  const unheard = await findUnheardOffers(tx, workspaceId, offerIds)
  await cancelOfferDeliveries(tx, workspaceId, offerIds)
  return unheard
}

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
  { ended, at, workflow }: { ended: readonly Offer[]; at: number; workflow: WorkflowSnapshot },
): Promise<Map<string, { version: number; state: Task['state'] }>> {
  const workspaceId = context.workspace.id
  const versions = new Map<string, { version: number; state: Task['state'] }>()
  const taskIds = [...new Set(ended.map((offer) => offer.taskId))]
  for (const task of await findTasks(tx, workspaceId, taskIds)) {
    const others = await findPendingOffersOfTask(tx, workspaceId, task.id)
    const refusers = ended
      .filter((offer) => offer.taskId === task.id && exclusionMs(offer, workflow) > 0)
      .map((offer) => [offer.agentId, at + exclusionMs(offer, workflow)] as const)
    const isFree = task.state === 'offered' && others.length === 0
    const state = isFree ? await stateInQueue(tx, context, task) : task.state
    const version = await saveTask(tx, workspaceId, task.id, {
      ...(isFree && { state }),
      ...(refusers.length > 0 && { exclude: Object.fromEntries(refusers) }),
    })
    versions.set(task.id, { version, state })
  }
  return versions
}

/** How long the agent is not asked again for the task; 0 = at once. */
function exclusionMs(offer: Offer, workflow: WorkflowSnapshot): number {
  const { declineCooldownMs, missCooldownMs } = cooldownsOf(workflow, offer)
  const { state } = offer
  if (state === 'declined') return declineCooldownMs
  return state === 'expired' ? missCooldownMs : 0
}

async function recordEnds(tx: Tx, context: Context, results: readonly EndedOffer[]): Promise<void> {
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
    return { ...endEvent(offer, data), subject, ticketId: offer.ticketId }
  })
  const eventIds = await appendEvents(tx, context, events)
  const news = results.flatMap(({ offer }, index): OfferNews[] => {
    const sequence = events[index]?.subject.seq ?? 0
    if (offer.isOneAtATime) return []
    return [{ offerId: offer.id, eventId: eventIds[index] ?? '', sequence, type: 'offer.ended' }]
  })
  await tellEndpoints(tx, context, news)
}

type EndData = { offerId: string; taskId: string; agentId: string; taskVersion: number; loadVersion: number }

function endEvent({ state, endCode }: Offer, data: EndData) {
  switch (state) {
    case 'declined':
      return { type: 'offer.declined', data: { ...data, code: endCode } } as const
    case 'expired':
      return { type: 'offer.expired', data } as const
    case 'revoked':
      return { type: 'offer.revoked', data: { ...data, reason: endCode ?? 'revoked' } } as const
    case 'cancelled':
      return { type: 'offer.cancelled', data: { ...data, reason: endCode ?? 'cancelled' } } as const
    case 'pending':
    case 'accepted':
      throw new Error(`An offer was to end and is ${state}.`)
  }
}

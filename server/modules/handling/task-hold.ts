import { termsOf } from '../../core/workflow/index.ts'
import type { Context, Tx } from '../../platform/context.ts'
import { encodeId, newId } from '../../platform/ids.ts'
import { endDraining, forceUnits, releaseUsed, reserveUnits, takeUnits } from '../agents/index.ts'
import {
  cooldownsOf,
  type EndedOffer,
  endOffers,
  insertOffers,
  type NewOffer,
  releaseAcceptedOffer,
  type Task,
} from '../routing/index.ts'
import { noteAnswer } from './call-of-task.ts'
import { requireRoom } from './require-room.ts'
import type { Grip, TicketFact } from './ticket-change.ts'
import { unitsOf } from './units-of.ts'

/** A task that is to be in this agent's hands. */
export interface Hold {
  readonly task: Task
  readonly agentId: string
}

interface OfferReason {
  readonly code: string
  readonly text: string
}

const byHand: OfferReason = { code: 'by_hand', text: 'Assigned by hand.' }

/** Puts a task in an agent's hands outside the router: recorded as a forced, accepted offer, so that it counts. */
export async function forceHold(
  tx: Tx,
  context: Context,
  grip: Grip,
  { task, agentId, reason = byHand }: Hold & { reason?: OfferReason },
): Promise<void> {
  const at = context.now()
  const units = await unitsOf(tx, context, grip.workflow, { agentId, kind: task.kind })
  await forceUnits(tx, context.workspace.id, [{ agentId, units }], at)
  await insertOne(tx, context, { ...acceptedOffer({ task, agentId }, { units, reason, at }), forced: true })
  await noteAnswer(tx, context, task)
}

/** The same as far as the agent is available and has room. Throws `over_capacity` with the reason. */
export async function takeHold(
  tx: Tx,
  context: Context,
  grip: Grip,
  { task, agentId, reason, pointer }: Hold & { reason: OfferReason; pointer: string },
): Promise<void> {
  const at = context.now()
  const wanted = { agentId, kind: task.kind, pointer, byOffer: false }
  const { units, interruptible } = await requireRoom(tx, context, grip.workflow, wanted)
  const taken = await takeUnits(tx, context.workspace.id, [{ agentId, units, interruptible }], at)
  if (taken.length === 0) throw new Error(`Agent ${agentId} was held with room and has none.`)
  await insertOne(tx, context, acceptedOffer({ task, agentId }, { units, reason, at }))
  await noteAnswer(tx, context, task)
}

/** Offers a task to this one agent, whatever its rank. Throws `over_capacity` with the reason. Gives the offer's event. */
export async function offerHold(
  tx: Tx,
  context: Context,
  grip: Grip,
  { task, agentId, pointer }: Hold & { pointer: string },
): Promise<(taskVersion: number) => TicketFact> {
  const at = context.now()
  const wanted = { agentId, kind: task.kind, pointer, byOffer: true }
  const { units, interruptible, isPerson } = await requireRoom(tx, context, grip.workflow, wanted)
  const [load] = await reserveUnits(tx, context.workspace.id, [{ agentId, units, interruptible }])
  if (load === undefined) throw new Error(`Agent ${agentId} was held with room and has none.`)
  const offer: NewOffer = {
    ...offerOf({ task, agentId }, { units, at, reason: { code: 'transferred', text: 'Transferred to you.' } }),
    state: 'pending',
    expiresAt: at + offerTimeoutOf(grip.workflow, task),
    isOneAtATime: isPerson,
  }
  await insertOne(tx, context, offer)
  return offeredFact(offer, load)
}

/** As long as the router's offers of such a task stand. */
function offerTimeoutOf(workflow: Grip['workflow'], { id, kind, queue }: Task): number {
  const { offerTimeouts, queues } = termsOf(workflow, id)
  const ofKind: Readonly<Record<string, number>> = offerTimeouts
  return ofKind[kind] ?? queues.get(queue)?.offerTimeoutMs ?? 45_000
}

/**
 * Offers a task to a partner's desk for a time of its own, beyond any maximum of its kind: what it takes is its own to say.
 * Gives the offer's event, or null where the desk is closed.
 */
export async function deskHold(
  tx: Tx,
  context: Context,
  grip: Grip,
  { task, agentId, offerId, expiresAt }: Hold & { offerId: string; expiresAt: number },
): Promise<((taskVersion: number) => TicketFact) | null> {
  const at = context.now()
  const units = await unitsOf(tx, context, grip.workflow, { agentId, kind: task.kind })
  const [load] = await reserveUnits(tx, context.workspace.id, [{ agentId, units }])
  if (load === undefined) return null
  const terms = { units, at, reason: { code: 'handed_off', text: 'Handed off to a partner.' } }
  const offer: NewOffer = {
    ...offerOf({ task, agentId }, terms),
    id: offerId,
    state: 'pending',
    expiresAt,
    isOneAtATime: false,
  }
  await insertOne(tx, context, offer)
  return offeredFact(offer, load)
}

function offeredFact(offer: NewOffer, { loadVersion }: { loadVersion: number }): (taskVersion: number) => TicketFact {
  return (taskVersion) => ({
    type: 'offer.created',
    data: {
      offerId: encodeId('offer', offer.id),
      taskId: encodeId('task', offer.taskId),
      agentId: encodeId('agent', offer.agentId),
      queue: offer.queue,
      expiresAt: new Date(offer.expiresAt).toISOString(),
      decisionId: null,
      taskVersion,
      loadVersion,
    },
  })
}

/** Frees what the task's agent holds for it; nothing when nobody does. */
export async function letGo(tx: Tx, context: Context, task: Task): Promise<void> {
  const at = context.now()
  const offer = await releaseAcceptedOffer(tx, context.workspace.id, { taskId: task.id, at })
  if (offer === null) return
  const { agentId, units } = offer
  await endDraining(tx, context, await releaseUsed(tx, context.workspace.id, [{ agentId, units }], at))
}

/** Ends the pending offers of the gripped task. */
export function cancelOffers(tx: Tx, context: Context, grip: Grip, code: string): Promise<EndedOffer[]> {
  const offerIds = grip.pending.map((offer) => offer.id)
  return endOffers(tx, context, { offerIds, to: 'cancelled', code, note: null, workflow: grip.workflow })
}

/** Keeps a task from ringing back at once at whom it leaves (routing.md 2.7). */
export function coolOff(
  context: Context,
  { workflow }: Grip,
  { id: taskId, agentId, queue }: Task,
): { exclude?: Record<string, number> } {
  if (agentId === null) return {}
  return { exclude: { [agentId]: context.now() + cooldownsOf(workflow, { taskId, queue }).declineCooldownMs } }
}

/** A task that was in hand or aside waits anew, for as long as its queue allows; its rank stays. */
export function waitAnew(context: Context, { state }: Task): { waitsFrom?: number } {
  return state === 'waiting' || state === 'offered' ? {} : { waitsFrom: context.now() }
}

interface OfferTerms {
  readonly units: number
  readonly reason: OfferReason
  readonly at: number
}

function acceptedOffer(hold: Hold, terms: OfferTerms): NewOffer {
  return { ...offerOf(hold, terms), state: 'accepted', expiresAt: terms.at, isOneAtATime: false }
}

function offerOf({ task, agentId }: Hold, { units, reason, at }: OfferTerms) {
  return {
    id: newId(),
    taskId: task.id,
    ticketId: task.ticketId,
    agentId,
    decisionId: null,
    queue: task.queue,
    channel: task.channel,
    units,
    forced: false,
    reasons: [reason],
    createdAt: at,
  }
}

async function insertOne(tx: Tx, context: Context, offer: NewOffer): Promise<void> {
  const written = await insertOffers(tx, context.workspace.id, [offer])
  if (written.length === 0) throw new Error(`The offer of task ${offer.taskId} broke an invariant.`)
}

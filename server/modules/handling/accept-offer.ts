import type { Context, Tx } from '../../platform/context.ts'
import { AppError } from '../../platform/errors.ts'
import { encodeId } from '../../platform/ids.ts'
import { requirePermission } from '../access/index.ts'
import { moveReservedToUsed } from '../agents/index.ts'
import {
  answerEnded,
  endPendingOffers,
  type Offer,
  requireOfferToAnswer,
  saveTask,
  type ShownOffer,
} from '../routing/index.ts'
import { noteAnswer } from './call-of-task.ts'
import { commitChange } from './commit-change.ts'
import { gatherMove } from './gather-moves.ts'
import { gripTicket } from './grip-ticket.ts'
import { moveTogether } from './move-together.ts'
import { takingChange } from './taking-change.ts'
import { type Grip, joinChanges, type TicketChange } from './ticket-change.ts'

/**
 * Gives the offered task to the offer's agent: of all who race for it one wins, by a compare-and-set on the offer, and
 * only then anything else happens. Asking twice answers the same offer. Plain acceptances that come at the same time are
 * made together.
 * Throws `not_found`, `forbidden`, and `offer_ended` with what the offer lost to.
 */
export async function acceptOffer(context: Context, input: { offerId: string }): Promise<ShownOffer> {
  requirePermission(context, 'offer:act')
  // What joins a transaction is part of something else.
  if (context.isInside) return acceptAlone(context, input)
  const made = await gatherMove({ context, wish: { kind: 'accept', ...input } }, moveTogether)
  return made.kind === 'accepted' ? made.offer : acceptAlone(context, input)
}

/** The same in a transaction of its own, or in the one it is part of, with all that can come of it. */
function acceptAlone(context: Context, input: { offerId: string }): Promise<ShownOffer> {
  return context.transaction(async (tx) => {
    const offer = await requireOfferToAnswer(tx, context, input.offerId)
    // What has ended stays so: who comes late waits for no lock.
    if (offer.state !== 'pending') return answerEnded(offer, 'accepted')
    const { agentId, ticketId, taskId } = offer
    const grip = await gripTicket(tx, context, { ticketId, agentIds: [agentId], taskId })
    if (grip === null) throw new AppError('not_found', 'There is no such offer.')
    const accepted = await take(tx, context, input.offerId)
    if (accepted !== null) await commitChange(tx, context, grip, await acceptance(tx, context, grip, accepted))
    return answerEnded(await requireOfferToAnswer(tx, context, input.offerId), 'accepted')
  })
}

async function take(tx: Tx, context: Context, offerId: string): Promise<Offer | null> {
  const [offer] = await endPendingOffers(tx, context.workspace.id, {
    offerIds: [offerId],
    to: 'accepted',
    at: context.now(),
    code: null,
    note: null,
  })
  return offer ?? null
}

async function acceptance(tx: Tx, context: Context, grip: Grip, offer: Offer): Promise<TicketChange> {
  const { agentId, units, taskId } = offer
  const at = context.now()
  const [[load], callRef, taskVersion] = await Promise.all([
    moveReservedToUsed(tx, context.workspace.id, [{ agentId, units }], at),
    grip.task === null ? null : noteAnswer(tx, context, grip.task),
    saveTask(tx, context.workspace.id, taskId, { state: 'active', agentId }),
  ])
  const data = {
    offerId: encodeId('offer', offer.id),
    taskId: encodeId('task', taskId),
    agentId: encodeId('agent', agentId),
    waitMs: at - (grip.task?.enteredAt ?? at),
    ...(callRef !== null && { callRef }),
    taskVersion,
    loadVersion: load?.loadVersion ?? 0,
  }
  const accepted: TicketChange = {
    patch: {},
    facts: [{ type: 'offer.accepted', data, ...(!offer.isOneAtATime && { acceptedOfferId: offer.id }) }],
    clockEvents: [],
    taskMoves: [],
  }
  return grip.caseId === null ? joinChanges(accepted, takingChange(grip, { agentId, at })) : accepted
}

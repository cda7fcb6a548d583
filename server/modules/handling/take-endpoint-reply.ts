import { readOfferReply } from '../../core/webhooks/read-offer-reply.ts'
import type { Context } from '../../platform/context.ts'
import { AppError } from '../../platform/errors.ts'
import { noteEndpoint } from '../agents/index.ts'
import type { AttemptReport } from '../deliveries/index.ts'
import { declineOffer } from '../routing/index.ts'
import { acceptOffer } from './accept-offer.ts'

const ownFailure = { kind: 'failed', isBusy: false } as const

/**
 * Does what the endpoint of an agent answered to an offer, as that agent, and notes how the endpoint does. An answer that
 * comes too late gets nothing: the end it lost to is told to the endpoint by a delivery of its own. Called again with the
 * same report it does no harm, so whoever is not sure calls again.
 */
export async function takeEndpointReply(context: Context, { delivery, result }: AttemptReport): Promise<void> {
  const { offer, type } = delivery
  if (offer === null || type !== 'offer.created') return
  const { agentId } = offer
  // What fails on our side (no key to sign with) keeps offers from the agent just as well.
  const reply = result.kind === 'broken' ? ownFailure : readOfferReply(result, offer.acceptance)
  if (reply.kind === 'failed') {
    if (!reply.isBusy && !delivery.isReplay) await noteEndpoint(context, { agentId, isAlive: false })
    return
  }
  const agent: Context = { ...context, principal: { ...context.principal, agentId } }
  const { kind } = reply
  if (kind === 'accept') await unlessEnded(() => acceptOffer(agent, { offerId: offer.id }))
  if (kind === 'decline') await unlessEnded(() => declineOffer(agent, { offerId: offer.id, ...reply }))
  await noteEndpoint(context, { agentId, isAlive: true })
}

async function unlessEnded(answer: () => Promise<unknown>): Promise<void> {
  try {
    await answer()
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== 'offer_ended') throw error
  }
}

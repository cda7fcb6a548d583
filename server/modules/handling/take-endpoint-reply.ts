import { readConsultReply } from '../../core/webhooks/read-consult-reply.ts'
import { readOfferReply } from '../../core/webhooks/read-offer-reply.ts'
import { type Context, inNameOf } from '../../platform/context.ts'
import { AppError, type ErrorCode } from '../../platform/errors.ts'
import { noteEndpoint } from '../agents/index.ts'
import type { AttemptReport, ClaimedDelivery } from '../deliveries/index.ts'
import { declineOffer } from '../routing/index.ts'
import { acceptOffer } from './accept-offer.ts'
import { endConsult } from './consult-agent.ts'

const ownFailure = { kind: 'failed', isBusy: false } as const

/**
 * Does what the endpoint of an agent answered to an offer or a consult, as that agent, and notes how the endpoint does. An
 * answer that comes too late gets nothing: the end it lost to is told to the endpoint by a delivery of its own. Called
 * again with the same report it does no harm, so whoever is not sure calls again.
 */
export async function takeEndpointReply(context: Context, report: AttemptReport): Promise<void> {
  const { offer, consult, type } = report.delivery
  if (offer !== null && type === 'offer.created') await takeOfferReply(context, report, offer)
  if (consult !== null && type === 'consult.requested') await takeConsultReply(context, report, consult)
}

async function takeOfferReply(
  context: Context,
  { delivery, result }: AttemptReport,
  { id: offerId, agentId, acceptance }: NonNullable<ClaimedDelivery['offer']>,
): Promise<void> {
  // What fails on our side (no key to sign with) keeps offers from the agent just as well.
  const reply = result.kind === 'broken' ? ownFailure : readOfferReply(result, acceptance)
  if (reply.kind === 'failed') return noteFailure(context, { delivery, agentId, isBusy: reply.isBusy })
  const agent = asAgent(context, agentId)
  const { kind } = reply
  if (kind === 'accept') await unlessEnded('offer_ended', () => acceptOffer(agent, { offerId }))
  if (kind === 'decline') await unlessEnded('offer_ended', () => declineOffer(agent, { offerId, ...reply }))
  await noteEndpoint(context, { agentId, isAlive: true })
}

async function takeConsultReply(
  context: Context,
  { delivery, result }: AttemptReport,
  { id: consultId, taskId, agentId }: NonNullable<ClaimedDelivery['consult']>,
): Promise<void> {
  const reply = result.kind === 'broken' ? ownFailure : readConsultReply(result)
  if (reply.kind === 'failed') return noteFailure(context, { delivery, agentId, isBusy: reply.isBusy })
  if (reply.kind === 'answer') {
    const { note } = reply
    await unlessEnded('conflict', () => endConsult(asAgent(context, agentId), { taskId, consultId, note }))
  }
  await noteEndpoint(context, { agentId, isAlive: true })
}

async function noteFailure(
  context: Context,
  { delivery, agentId, isBusy }: { delivery: ClaimedDelivery; agentId: string; isBusy: boolean },
): Promise<void> {
  if (!isBusy && !delivery.isReplay) await noteEndpoint(context, { agentId, isAlive: false })
}

function asAgent(context: Context, agentId: string): Context {
  return inNameOf(context, { ...context.principal, agentId })
}

async function unlessEnded(code: ErrorCode, answer: () => Promise<unknown>): Promise<void> {
  try {
    await answer()
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== code) throw error
  }
}

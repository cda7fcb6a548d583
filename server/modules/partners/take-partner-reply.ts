import { isPartnerEvent } from '../../core/handoff/index.ts'
import { readOfferReply } from '../../core/webhooks/read-offer-reply.ts'
import type { Context } from '../../platform/context.ts'
import { AppError } from '../../platform/errors.ts'
import type { AttemptReport } from '../deliveries/index.ts'
import { acceptOffer } from '../handling/index.ts'
import { declineOffer } from '../routing/index.ts'
import { findPendingHandoff } from './handoff-view.ts'

/**
 * Does what a partner's endpoint answered to the event of a hand-off: a 2xx takes it where the subscription says so
 * (`receipt`), `{"answer":"accept"}` and `{"answer":"decline"}` say it themselves, 410 declines. An answer that comes too
 * late gets nothing. Called again with the same report it does no harm.
 */
export async function takePartnerReply(context: Context, { delivery, result }: AttemptReport): Promise<void> {
  const { type, ticketId, webhookId } = delivery
  if (!isPartnerEvent(type) || ticketId === null || webhookId === null || result.kind !== 'answered') return
  const isSuccess = result.status >= 200 && result.status < 300
  if (!isSuccess && result.status !== 410) return
  const asked = await context.read((tx) =>
    findPendingHandoff(tx, context.workspace.id, { ticketId, subscriptionId: webhookId }),
  )
  if (asked === null) return
  const { offerId, agentId, acceptance } = asked
  const reply = readOfferReply(result, acceptance)
  const desk: Context = { ...context, principal: { ...context.principal, agentId } }
  if (reply.kind === 'accept') await unlessEnded(() => acceptOffer(desk, { offerId }))
  if (reply.kind === 'decline') await unlessEnded(() => declineOffer(desk, { offerId, ...reply }))
}

async function unlessEnded(answer: () => Promise<unknown>): Promise<void> {
  try {
    await answer()
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== 'offer_ended') throw error
  }
}

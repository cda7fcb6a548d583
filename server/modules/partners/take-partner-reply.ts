import { readPartnerAnswer } from '../../core/handoff/index.ts'
import { readExternalId } from '../../core/webhooks/read-external-id.ts'
import { type OfferReply, type ReadableOutcome, readOfferReply } from '../../core/webhooks/read-offer-reply.ts'
import { type Context, inNameOf } from '../../platform/context.ts'
import { AppError } from '../../platform/errors.ts'
import type { AttemptReport } from '../deliveries/index.ts'
import { acceptOffer } from '../handling/index.ts'
import { declineOffer } from '../routing/index.ts'
import { findHandoff, findPendingHandoff, findUntoldHandoffs } from './handoff-view.ts'
import { keepExternalId } from './keep-external-id.ts'
import { sayForPartner } from './say-for-partner.ts'

/**
 * Does what a partner's endpoint answered to the event of a hand-off: a 2xx takes it where the subscription says so
 * (`receipt`), `{"answer":"accept"}` and `{"answer":"decline"}` say it themselves. 409 declines it; 410 does with all that
 * its endpoint has not been told yet: it will not be. An answer that comes too late gets nothing. Called again with the
 * same report it does no harm.
 */
export async function takePartnerReply(context: Context, { delivery, result }: AttemptReport): Promise<void> {
  const { type, ticketId, webhookId } = delivery
  if (ticketId === null || webhookId === null || result.kind !== 'answered') return
  const answer = readPartnerAnswer(type, result)
  if (answer === null || answer === 'unheard') return
  const asked = await context.read((tx) =>
    findPendingHandoff(tx, context.workspace.id, { ticketId, subscriptionId: webhookId }),
  )
  if (asked !== null) await answerOffer(context, { ...asked, ticketId }, replyOf(answer, result, asked.acceptance))
  if (answer === 'heard')
    await takeExternalId(context, { ticketId, subscriptionId: webhookId, externalId: readExternalId(result) })
  if (answer !== 'gone') return
  const untold = await context.read((tx) => findUntoldHandoffs(tx, context.workspace.id, webhookId))
  for (const offer of untold)
    await answerOffer(context, offer, { kind: 'decline', code: 'endpoint_gone', reason: null })
}

/** A 2xx says itself what it is; what turns a ticket down may still say why. */
function replyOf(
  answer: 'heard' | 'declined' | 'gone',
  result: ReadableOutcome,
  acceptance: 'receipt' | 'explicit',
): OfferReply {
  const said = readOfferReply(result, acceptance)
  return answer === 'heard' || said.kind === 'decline' ? said : { kind: 'decline', code: null, reason: null }
}

/** The partner's own id of the ticket, where its answer names it and it is still the one it was told by. */
async function takeExternalId(
  context: Context,
  { ticketId, subscriptionId, externalId }: { ticketId: string; subscriptionId: string; externalId: string | null },
): Promise<void> {
  if (externalId === null) return
  // oxlint-disable-next-line switchyard/verb -- keepExternalId records what has changed
  await context.transaction(async (tx) => {
    const handoff = await findHandoff(tx, context.workspace.id, ticketId)
    if (handoff?.subscriptionId !== subscriptionId) return
    await keepExternalId(tx, context.within(tx), { ticketId, externalId })
  })
}

interface Asked {
  readonly ticketId: string
  readonly offerId: string
  readonly agentId: string
}

async function answerOffer(context: Context, asked: Asked, reply: OfferReply): Promise<void> {
  const { offerId, agentId } = asked
  const desk = inNameOf(context, { ...context.principal, agentId })
  if (reply.kind === 'accept') await unlessEnded(() => acceptOffer(desk, { offerId }))
  if (reply.kind === 'decline') await unlessEnded(() => decline(desk, asked, reply))
}

/** Says no, and to staff why where the answer says so: both or neither. */
async function decline(
  desk: Context,
  { ticketId, offerId }: Asked,
  { reason, code }: { reason: string | null; code: string | null },
): Promise<void> {
  await desk.transaction(async (tx) => {
    const inside = desk.within(tx)
    const partnerId = (await findHandoff(tx, desk.workspace.id, ticketId))?.partnerId ?? null
    if (reason !== null && partnerId !== null)
      await sayForPartner(inside, { ticketId, partnerId, as: 'note', body: reason })
    await declineOffer(inside, { offerId, reason, code })
  })
}

async function unlessEnded(answer: () => Promise<unknown>): Promise<void> {
  try {
    await answer()
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== 'offer_ended') throw error
  }
}

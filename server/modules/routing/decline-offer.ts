import type { Context } from '../../platform/context.ts'
import { AppError } from '../../platform/errors.ts'
import { requirePermission } from '../access/index.ts'
import { currentWorkflow } from '../workflow/index.ts'
import { endOffers } from './end-offers.ts'
import { requireOfferToAnswer } from './offer-to-answer.ts'
import type { ShownOffer } from './offer-view.ts'
import type { Offer } from './task.ts'

/**
 * Gives an offered task back to its queue at its old rank. Declining twice answers the same offer.
 * Throws `not_found`, `forbidden`, and `offer_ended` with what the offer lost to.
 */
export async function declineOffer(
  context: Context,
  input: { offerId: string; reason: string | null; code: string | null },
): Promise<ShownOffer> {
  requirePermission(context, 'offer:act')
  const workflow = await currentWorkflow(context)
  return context.transaction(async (tx) => {
    const offer = await requireOfferToAnswer(tx, context, input.offerId)
    if (offer.state !== 'pending') return answerEnded(offer, 'declined')
    await endOffers(tx, context, {
      offerIds: [input.offerId],
      to: 'declined',
      code: input.code,
      note: input.reason,
      workflow,
    })
    return answerEnded(await requireOfferToAnswer(tx, context, input.offerId), 'declined')
  })
}

/** The offer when it ended just as asked, so a repeated call is harmless; else `offer_ended`, saying what won. */
export function answerEnded<Ended extends Offer>(offer: Ended | null, wished: 'accepted' | 'declined'): Ended {
  if (offer === null) throw new AppError('not_found', 'There is no such offer.')
  if (offer.state === wished) return offer
  const lostTo = offer.state === 'pending' ? 'expired' : offer.state
  throw new AppError('offer_ended', `This offer has ended: ${lostTo}.`, {
    lostTo,
    endedAt: offer.endedAt === null ? null : new Date(offer.endedAt).toISOString(),
  })
}

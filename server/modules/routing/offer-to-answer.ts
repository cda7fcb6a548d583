import type { Context, Tx } from '../../platform/context.ts'
import { AppError } from '../../platform/errors.ts'
import { requirePermission } from '../access/index.ts'
import { getOffer } from './read-offers.ts'
import type { ShownOffer } from './offer-view.ts'

/**
 * The offer that the caller answers: whoever may not see it does not learn by an answer that it is there.
 * Throws `not_found`, and `forbidden` when the caller may see it but not answer it.
 */
export async function requireOfferToAnswer(tx: Tx, context: Context, offerId: string): Promise<ShownOffer> {
  const offer = await getOffer(context.within(tx), { offerId })
  if (offer === null) throw new AppError('not_found', 'There is no such offer.')
  const { agentId, queue, channel } = offer
  requirePermission(context, 'offer:act', { agentId, queue, channel })
  return offer
}

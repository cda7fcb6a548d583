import type { Context } from '../../platform/context.ts'
import { scopeLists } from '../../platform/principal.ts'
import { can, requirePermission } from '../access/index.ts'
import { findShownOffer, findShownOffers, type OfferSight, type ShownOffer } from './offer-view.ts'
import type { OfferState } from './task.ts'

/** A page of the offers the caller may see, oldest first. Throws `forbidden` when those are none at all. */
export async function listOffers(
  context: Context,
  input: {
    agentId: string | null
    taskId: string | null
    state: OfferState | null
    after: string | null
    limit: number
  },
): Promise<ShownOffer[]> {
  const sight = sightOf(context)
  return context.read((tx) => findShownOffers(tx, context.workspace.id, { ...input, sight }))
}

/** One offer, or null when there is none the caller may see. */
export async function getOffer(context: Context, input: { offerId: string }): Promise<ShownOffer | null> {
  const sight = sightOf(context)
  return context.read((tx) => findShownOffer(tx, context.workspace.id, { ...input, sight }))
}

/** Who may read offers, or answer them for any agent, sees those in scope; who answers its own sees those. */
function sightOf(context: Context): OfferSight {
  const { principal } = context
  const mayReadAll =
    can(principal, 'offer:read', ofAnybody(context)) || can(principal, 'agents:act', ofAnybody(context))
  if (!mayReadAll && (principal.agentId === null || !can(principal, 'offer:act'))) {
    requirePermission(context, 'offer:read', ofAnybody(context))
  }
  return {
    ...scopeLists(principal.scope),
    partnerId: principal.partnerId,
    agentId: mayReadAll ? null : principal.agentId,
  }
}

/** Asked about a list, a customer is refused: offers are never a customer's. */
function ofAnybody({ principal }: Context) {
  return principal.kind === 'customer' ? { customerId: null } : {}
}

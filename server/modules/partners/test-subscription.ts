import type { Context } from '../../platform/context.ts'
import { requirePermission } from '../access/index.ts'
import { type Delivery, testPartnerEndpoint } from '../deliveries/index.ts'
import { ownPlace } from './read-handoffs.ts'
import { findSubscription } from './subscription-view.ts'

/**
 * Sends one of the calling partner's own endpoints a `webhook.test`, signed like everything it is told; no ticket is behind
 * it. Null when it is none of its own. Throws `conflict` for one that is disabled.
 */
export async function testOwnSubscription(context: Context, { id }: { id: string }): Promise<Delivery | null> {
  requirePermission(context, 'partner:act')
  // oxlint-disable-next-line switchyard/verb -- a test is no fact
  return context.transaction(async (tx) => {
    const own = await ownPlace(tx, context)
    const found = await findSubscription(tx, context.workspace.id, id)
    if (found === null || found.partner.id !== context.principal.partnerId) return null
    const isOwn = (own.brand ?? found.brand) === found.brand && (own.region ?? found.region) === found.region
    return isOwn ? testPartnerEndpoint(tx, context, { id, url: found.url, partnerId: found.partner.id }) : null
  })
}

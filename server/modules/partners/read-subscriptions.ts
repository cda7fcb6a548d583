import type { Context, Tx } from '../../platform/context.ts'
import { can, requirePermission } from '../access/index.ts'
import { endPartnerEndpoint } from '../deliveries/index.ts'
import { findStore, marketPlaceOf } from '../markets/index.ts'
import { endOffers } from '../routing/index.ts'
import { holdWorkflow } from '../workflow/index.ts'
import { findUntoldHandoffs } from './handoff-view.ts'
import { type NamedPlace, requireIntegration } from './act-for-integration.ts'
import type { Subscription, SubscriptionScope } from './subscription.ts'
import { endSubscription } from './subscription-store.ts'
import { findOwnInPlace, findSubscription, findSubscriptions, type SubscriptionPage } from './subscription-view.ts'

/** Subscriptions of the caller's markets and franchisees, the newest first. */
export async function listSubscriptions(context: Context, page: SubscriptionPage): Promise<Subscription[]> {
  requirePermission(context, 'market:read', { partnerId: null })
  return context.read(async (tx) => {
    const own: Subscription[] = []
    let { before } = page
    for (;;) {
      const found = await findSubscriptions(tx, context.workspace.id, { ...page, before })
      for (const one of found) if (await isOwnPlace(tx, context, one)) own.push(one)
      before = found.at(-1)?.id ?? null
      if (found.length < page.limit || own.length >= page.limit) return own.slice(0, page.limit)
    }
  })
}

/** A partner's own subscriptions, those of its integration where the token is of one. */
export async function listOwnSubscriptions(
  context: Context,
  page: { before: string | null; limit: number },
): Promise<Subscription[]> {
  requirePermission(context, 'partner:act')
  const { partnerId, integrationId } = context.principal
  if (partnerId === null) return []
  return context.read(async (tx) => {
    const own = integrationId === undefined ? null : await requireIntegration(tx, context)
    const place = { brand: own?.brand ?? null, region: own?.region ?? null }
    return findSubscriptions(tx, context.workspace.id, { ...page, ...place, partnerId })
  })
}

/** One subscription of the caller's markets and franchisees, or null. */
export async function findSeenSubscription(tx: Tx, context: Context, id: string): Promise<Subscription | null> {
  const subscription = await findSubscription(tx, context.workspace.id, id)
  return subscription !== null && (await isOwnPlace(tx, context, subscription)) ? subscription : null
}

/** Ends a subscription and what waits for it. False when there is none of the caller's. */
export async function deleteSubscription(context: Context, { id }: { id: string }): Promise<boolean> {
  requirePermission(context, 'market:write', { partnerId: null })
  return context.transaction(async (tx) => {
    const subscription = await findSubscription(tx, context.workspace.id, id)
    if (subscription === null || !(await isOwnPlace(tx, context, subscription))) return false
    return endSubscriptionOf(tx, context, subscription)
  })
}

/** The same for a partner, by the place it was for; a person names the brand and the region. */
export async function deleteOwnSubscription(
  context: Context,
  scope: Pick<SubscriptionScope, 'type' | 'storeId' | 'franchisee'> & NamedPlace,
): Promise<boolean> {
  requirePermission(context, 'partner:act')
  return context.transaction(async (tx) => {
    const own = await requireIntegration(tx, context, scope)
    const subscription = await findOwnInPlace(tx, context.workspace.id, { ...scope, ...own })
    return subscription !== null && endSubscriptionOf(tx, context, subscription)
  })
}

/** What the partner was not told yet it will never be told: own queues have it at once. */
export async function endSubscriptionOf(tx: Tx, context: Context, { id }: Pick<Subscription, 'id'>): Promise<boolean> {
  if (!(await endSubscription(tx, context.workspace.id, id))) return false
  const untold = await findUntoldHandoffs(tx, context.workspace.id, id)
  const offerIds = untold.map(({ offerId }) => offerId)
  const workflow = await holdWorkflow(tx, context)
  await endOffers(tx, context, { offerIds, to: 'revoked', code: 'subscription_ended', note: null, workflow })
  await endPartnerEndpoint(tx, context, id)
  return true
}

/** Whether a place is of the caller's markets and franchisees. */
export async function isOwnPlace(tx: Tx, context: Context, { storeId, ...scope }: SubscriptionScope): Promise<boolean> {
  const { markets = null, franchisees = null } = context.principal.scope
  if (markets === null && franchisees === null) return true
  const store = storeId === null ? null : await findStore(tx, context.workspace.id, storeId)
  const franchisee = storeId === null ? scope.franchisee : (store?.franchisee ?? null)
  return can(context.principal, 'market:read', await marketPlaceOf(tx, context, { ...scope, franchisee }))
}

import { partnerEventOf } from '../../core/handoff/index.ts'
import type { Context, Tx } from '../../platform/context.ts'
import { AppError, refuseField } from '../../platform/errors.ts'
import { encodeId } from '../../platform/ids.ts'
import { requirePermission } from '../access/index.ts'
import { requirePartnerDesk } from '../agents/index.ts'
import {
  addPartnerEndpoint,
  changePartnerEndpoint,
  checkCallbackUrl,
  notePartnerEndpoint,
} from '../deliveries/index.ts'
import { actorOf } from '../events/index.ts'
import { findStore, marketPlaceOf } from '../markets/index.ts'
import { type NamedPlace, requireIntegration } from './act-for-integration.ts'
import { lockPartner } from './partner-store.ts'
import type { Subscription, SubscriptionScope, SubscriptionTerms } from './subscription.ts'
import { endSubscriptionOf } from './read-subscriptions.ts'
import { displaceSubscription, insertSubscription, saveTerms } from './subscription-store.ts'
import { findInPlace, findOwnInPlace, findSubscription } from './subscription-view.ts'

export interface SubscriptionInput extends SubscriptionScope {
  readonly partnerId: string
  readonly integrationId: string | null
  readonly url: string
  /** Left out: as they are, or as usual for a new one. */
  readonly terms: Partial<Omit<SubscriptionTerms, 'url'>>
}

export interface SavedSubscription {
  readonly subscription: Subscription
  readonly isNew: boolean
}

const usual = { acceptance: 'receipt', acceptWithinSeconds: 900, echoesOwn: false } as const

/**
 * Lets a partner be told of the requests of one place, at this address; said again it changes the one there is, and lets it
 * be told anew where it was disabled. For who arranges a market. Throws `conflict` when another one is told there, `invalid`,
 * `callback_refused`, `forbidden`. Another one that is disabled gives its place up.
 */
export async function saveSubscription(context: Context, input: SubscriptionInput): Promise<SavedSubscription> {
  requirePermission(context, 'market:write', { partnerId: null })
  // oxlint-disable-next-line switchyard/verb -- adding and changing its endpoint are the events
  return context.transaction(async (tx) => {
    const franchisee = await franchiseeOf(tx, context, input)
    const place = await marketPlaceOf(tx, context, { ...input, franchisee })
    requirePermission(context, 'market:write', place)
    return save(tx, context, input)
  })
}

/** The same for a partner itself, in the place of its integration; a person names it. */
export async function saveOwnSubscription(
  context: Context,
  input: Omit<SubscriptionInput, 'partnerId' | 'integrationId' | 'brand' | 'region'> & NamedPlace,
): Promise<SavedSubscription> {
  requirePermission(context, 'partner:act')
  // oxlint-disable-next-line switchyard/verb -- adding and changing its endpoint are the events
  return context.transaction(async (tx) => {
    const own = await requireIntegration(tx, context, input)
    return save(tx, context, { ...input, ...own })
  })
}

/** Whose stores it is about: the franchisee named, or the one of the store. */
async function franchiseeOf(tx: Tx, context: Context, { storeId, franchisee }: SubscriptionScope) {
  if (storeId === null) return franchisee
  return (await findStore(tx, context.workspace.id, storeId))?.franchisee ?? null
}

async function save(tx: Tx, context: Context, input: SubscriptionInput): Promise<SavedSubscription> {
  await checkScope(tx, context, input)
  checkCallbackUrl(context, input.url, '/url')
  const workspaceId = context.workspace.id
  // Whoever arranges this partner waits here, so that it gets one desk.
  const partner = await lockPartner(tx, workspaceId, input.partnerId)
  if (partner === null) throw refuseField('/partnerId', 'unknown_partner', 'There is no such partner.')
  const present = await findInPlace(tx, workspaceId, input)
  if (present !== null && isOf(present, input)) return change(tx, context, { present, input })
  if (present !== null) await displace(tx, context, { present, input })
  // What it had here before has lost the place to another one: it is told anew by a new one.
  const former = await findOwnInPlace(tx, workspaceId, input)
  if (former !== null) await endSubscriptionOf(tx, context, former)
  await requirePartnerDesk(tx, context, partner)
  const terms = { ...usual, ...given(input.terms) }
  const { partnerId, url, type } = input
  const id = await addPartnerEndpoint(tx, context, { partnerId, url, type: partnerEventOf(type) })
  const row = { ...input, ...terms, id, createdBy: actorOf(context.principal) }
  if (!(await insertSubscription(tx, workspaceId, row))) throw taken(input, null)
  return { subscription: found(await findSubscription(tx, workspaceId, id)), isNew: true }
}

function isOf(present: Subscription, { partnerId, integrationId }: SubscriptionInput): boolean {
  if (present.partner.id !== partnerId) return false
  return present.integrationId === null || integrationId === null || present.integrationId === integrationId
}

/** Who is told there stays; one that was disabled gives way, and stays to be seen as that. */
async function displace(
  tx: Tx,
  context: Context,
  { present, input }: { present: Subscription; input: SubscriptionInput },
): Promise<void> {
  if (present.status !== 'disabled' || !(await displaceSubscription(tx, context.workspace.id, present.id)))
    throw taken(input, present)
  await notePartnerEndpoint(tx, context, { id: present.id, changed: ['place'] })
}

async function change(
  tx: Tx,
  context: Context,
  { present, input }: { present: Subscription; input: SubscriptionInput },
): Promise<SavedSubscription> {
  const { acceptance, acceptWithinSeconds, echoesOwn } = { ...present, ...given(input.terms) }
  const terms = { id: present.id, acceptance, acceptWithinSeconds, echoesOwn }
  if (!(await saveTerms(tx, context.workspace.id, terms))) throw taken(input, null)
  const changed = [...(input.url === present.url ? [] : ['url']), ...Object.keys(given(input.terms))]
  await changePartnerEndpoint(tx, context, { id: present.id, url: input.url, changed })
  return { subscription: found(await findSubscription(tx, context.workspace.id, present.id)), isNew: false }
}

/** Of the terms those that were said. */
function given<T extends object>(terms: T): Partial<T> {
  return Object.fromEntries(Object.entries(terms).filter(([, value]) => value !== undefined)) as Partial<T>
}

async function checkScope(tx: Tx, context: Context, scope: SubscriptionScope): Promise<void> {
  const { type, storeId, franchisee, brand, region } = scope
  if (type === 'GENERAL' && (storeId !== null || franchisee !== null))
    throw refuseField(
      storeId === null ? '/franchisee' : '/storeId',
      'not_for_general',
      'General tickets are told to the one subscriber of the region; leave store and franchisee out.',
    )
  if (storeId !== null && franchisee !== null)
    throw refuseField('/franchisee', 'one_of', 'Name either a store or a franchisee.')
  if (storeId === null) return
  const store = await findStore(tx, context.workspace.id, storeId)
  if (store === null) throw refuseField('/storeId', 'unknown_store', `There is no store "${storeId}".`)
  if (store.brand !== brand || store.region !== region)
    throw refuseField('/storeId', 'other_market', `Store ${storeId} is of ${store.brand} in ${store.region}.`)
}

function taken({ type, brand, region, storeId, franchisee }: SubscriptionScope, by: Subscription | null): AppError {
  const place = storeId === null ? (franchisee ?? `${brand} in ${region}`) : `store ${storeId}`
  return new AppError('conflict', `${place} has a subscription for ${type} tickets already.`, {
    reason: 'scope_taken',
    ...(by !== null && { subscriptionId: encodeId('webhook', by.id) }),
  })
}

function found(subscription: Subscription | null): Subscription {
  if (subscription === null) throw new Error('A subscription vanished in its own transaction.')
  return subscription
}

import type { Market } from '../../core/market/index.ts'
import type { Context, Tx } from '../../platform/context.ts'
import { AppError } from '../../platform/errors.ts'
import { encodeId, newId } from '../../platform/ids.ts'
import { publicUrlOf } from '../../platform/public-url.ts'
import { requirePermission } from '../access/index.ts'
import { actorOf, appendWorkspaceEvent } from '../events/index.ts'
import { findMarketOf, findStores, noMarket } from '../markets/index.ts'
import { armTimer } from '../timers/index.ts'
import type { Certification } from './certification.ts'
import { planProbes } from './certification-probes.ts'
import { insertCertification } from './certification-store.ts'
import { findCertification } from './certification-view.ts'
import { namesOf } from './choose.ts'
import { type NamedPlace, requireIntegration } from './act-for-integration.ts'
import type { Subscription, SubscriptionScope } from './subscription.ts'
import { findInPlace } from './subscription-view.ts'

/**
 * Begins to rehearse the endpoint a partner is told at in a place: events as real ones are sent there one after the other,
 * and what comes back is judged. Null when it has no subscription there. Throws `conflict` in a live workspace, while
 * another rehearsal of it runs and for a subscription that is disabled.
 */
export async function startCertification(
  context: Context,
  scope: Pick<SubscriptionScope, 'type' | 'storeId' | 'franchisee'> & NamedPlace,
): Promise<Certification | null> {
  requirePermission(context, 'partner:act')
  return context.transaction(async (tx) => {
    const own = await requireIntegration(tx, context, scope)
    requireRehearsal(context)
    const subscription = await findInPlace(tx, context.workspace.id, { ...scope, ...own })
    if (subscription === null || subscription.partner.id !== own.partnerId) return null
    if (subscription.status === 'disabled')
      throw new AppError('conflict', 'This webhook is disabled; save it again first.', { reason: 'disabled' })
    return begin(tx, context, { subscription, integrationId: own.integrationId })
  })
}

/** What is told in a rehearsal has no guest behind it: it is for workspaces where nothing has. */
function requireRehearsal({ workspace }: Context): void {
  if (workspace.purpose === 'review') return
  const message = 'This workspace is live; endpoints are certified in a workspace for rehearsal.'
  throw new AppError('conflict', message, { reason: 'live_workspace' })
}

async function begin(
  tx: Tx,
  context: Context,
  { subscription, integrationId }: { subscription: Subscription; integrationId: string },
): Promise<Certification> {
  const workspaceId = context.workspace.id
  const current = await findMarketOf(tx, context, subscription)
  if (current === null) throw noMarket(subscription)
  const [id, at] = [newId(), context.now()]
  const { type, brand, region, franchisee, url } = subscription
  const told = { type, brand, region, franchisee, storeId: await storeOf(tx, context, subscription) }
  const callbackUrl = `${context.memory.of(publicUrlOf)}/v1/partner/certification/${encodeId('certification', id)}`
  const probes = planProbes({ ...told, at, callbackUrl, choice: choiceOf(current.market, type) })
  const row = {
    ...told,
    storeId: subscription.storeId,
    id,
    at,
    url,
    probes,
    integrationId,
    partnerId: subscription.partner.id,
    subscriptionId: subscription.id,
    createdBy: actorOf(context.principal),
  }
  if (!(await insertCertification(tx, workspaceId, row)))
    throw new AppError('conflict', 'This webhook is being rehearsed already.', { reason: 'running' })
  await armTimer(tx, workspaceId, { kind: 'certification', subjectId: id, dueAt: at })
  const data = {
    certificationId: encodeId('certification', id),
    partnerId: encodeId('partner', subscription.partner.id),
    webhookId: encodeId('webhook', subscription.id),
  }
  await appendWorkspaceEvent(tx, context, { type: 'partner.certification_started', data })
  const made = await findCertification(tx, workspaceId, id)
  if (made === null) throw new Error(`Certification ${id} vanished in its own transaction.`)
  return made
}

/** A store the partner could be told of there; none where it is told of general tickets or has none yet. */
async function storeOf(tx: Tx, context: Context, subscription: Subscription): Promise<string | null> {
  const { type, storeId, brand, region, franchisee } = subscription
  if (type === 'GENERAL' || storeId !== null) return storeId
  const page = { brand, region, franchisee, franchisees: null, places: null, after: null, limit: 1 }
  const [store] = await findStores(tx, context.workspace.id, page)
  return store?.storeId ?? null
}

/** The first sub-category that is handed to partners as this type of ticket; else the first there is. */
function choiceOf(market: Market, type: Subscription['type']) {
  const all = [...market.groups.values()].flatMap((group) =>
    group.subcategories.flatMap((id) => {
      const subcategory = market.subcategories.get(id)
      return subcategory === undefined ? [] : [{ group, subcategory }]
    }),
  )
  const fits = ({ group, subcategory }: (typeof all)[number]) =>
    group.ticketType === type && subcategory.submitToExternalPartners
  const chosen = all.find(fits) ?? all[0]
  if (chosen === undefined)
    throw new AppError('conflict', 'This market has no categories.', { reason: 'no_categories' })
  return namesOf(market, chosen)
}

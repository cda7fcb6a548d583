import {
  explainHandoff,
  type HandoffPlan,
  type HandoffStep,
  partnerEventOf,
  planHandoff,
} from '../../core/handoff/index.ts'
import { compileMarket, type Market, parseMarket } from '../../core/market/index.ts'
import type { Context, Tx } from '../../platform/context.ts'
import { AppError, refuseField } from '../../platform/errors.ts'
import { can, requirePermission } from '../access/index.ts'
import { findMarketOf, findStore, noMarket } from '../markets/index.ts'
import { namesOf, requireChoice } from './choose.ts'
import type { Choice } from './handoff.ts'
import { findCandidates } from './subscription-view.ts'

/** A request to try; nothing is created. */
export interface RequestToTry {
  /** A market's text in place of the one in force; its own brand counts then. */
  readonly document: string | null
  readonly brand: string | null
  /** Null = the first of the document's. */
  readonly region: string | null
  readonly categoryId: string | null
  readonly subcategoryId: string
  readonly storeId: string | null
  /** Between the order and the request; null = without an order. */
  readonly orderAgeMinutes: number | null
  /** The partner that raises it; null = a guest. */
  readonly raisedByPartnerId: string | null
}

export interface TriedRequest extends Pick<HandoffPlan, 'outcome' | 'configuredType' | 'resolvedType' | 'reason'> {
  readonly explanation: readonly HandoffStep[]
  readonly choice: Choice
  /** What is sent; null where nobody is told. */
  readonly eventType: string | null
  readonly partner: { readonly slug: string; readonly name: string } | null
  readonly subscriptionId: string | null
  readonly franchisee: string | null
}

/**
 * Says where a request would go and why: by a document that is being written, or by the market in force, and by the
 * subscriptions there are. Throws `invalid` for what the market does not know, `workflow_invalid` for a text that is no
 * market.
 */
export async function tryRequest(context: Context, input: RequestToTry): Promise<TriedRequest> {
  requirePermission(context, 'market:read')
  return context.read(async (tx) => {
    const { market, region } = await marketFor(tx, context, input)
    requirePermission(context, 'market:read', { market: market.slug })
    const chosen = requireChoice(market, input)
    const { brand } = market
    const store = input.storeId === null ? null : await findStore(tx, context.workspace.id, input.storeId)
    if (input.storeId !== null && store === null)
      throw refuseField('/storeId', 'unknown_store', `There is no store "${input.storeId}".`)
    if (store !== null && (store.brand !== brand || store.region !== region))
      throw refuseField('/storeId', 'other_market', `Store ${store.storeId} is of ${store.brand} in ${store.region}.`)
    const franchisee = store?.franchisee ?? null
    const place = { brand, region, storeId: input.storeId, franchisee }
    const subscribers = await findCandidates(tx, context.workspace.id, place)
    const plan = planHandoff({
      configuredType: chosen.group.ticketType,
      thresholdMinutes: market.thresholdMinutes,
      isForwarded: chosen.subcategory.submitToExternalPartners,
      withoutSubscriberIsGeneral: market.withoutSubscriberIsGeneral,
      submittedAt: (input.orderAgeMinutes ?? 0) * 60_000,
      order: input.orderAgeMinutes === null ? null : { placedAt: 0 },
      store,
      raisedBy: { partnerId: input.raisedByPartnerId, integrationId: null },
      subscribers,
    })
    const found = subscribers.find(({ id }) => id === plan.subscriber?.id) ?? null
    const told = plan.outcome === 'forwarded' ? found : null
    const { outcome, configuredType, resolvedType, reason } = plan
    return {
      outcome,
      configuredType,
      resolvedType,
      reason,
      explanation: explainHandoff(plan, found?.partnerName ?? null),
      choice: namesOf(market, chosen),
      eventType: told === null ? null : partnerEventOf(resolvedType),
      partner: told === null ? null : { slug: told.partnerSlug, name: told.partnerName },
      subscriptionId: told?.id ?? null,
      franchisee,
    }
  })
}

async function marketFor(
  tx: Tx,
  context: Context,
  { document: text, brand, region }: RequestToTry,
): Promise<{ market: Market; region: string }> {
  if (text === null) {
    if (brand === null || region === null)
      throw refuseField(brand === null ? '/brand' : '/region', 'required', 'Name the brand and the region.')
    const found = await findMarketOf(tx, context, { brand, region })
    if (found === null || !can(context.principal, 'market:read', { market: found.slug }))
      throw noMarket({ brand, region })
    return { market: found.market, region }
  }
  const { document, problems } = parseMarket(text)
  if (document === null) throw new AppError('workflow_invalid', 'The market document has errors.', { problems })
  const market = compileMarket(document)
  const asked = region ?? market.regions[0] ?? ''
  if (market.regions.includes(asked)) return { market, region: asked }
  throw refuseField('/region', 'unknown_region', `The document is for ${market.regions.join(', ')}.`)
}

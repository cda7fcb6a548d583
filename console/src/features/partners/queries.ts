import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import type {
  Call,
  CursorPage,
  Delivery,
  Handoff,
  Listing,
  Market,
  MarketPlan,
  MarketText,
  Page,
  Partner,
  PartnerIntegration,
  PartnerTicket,
  RequestToTry,
  ServiceToken,
  Subscription,
  TriedRequest,
} from '@switchyard/sdk'
import { cacheKeys } from '../../live/cache-keys.ts'
import { api } from '../../live/client.ts'
import type { PartnersFilter } from './partners-filter.ts'

/** Attempts and answers are no events: what may change by them is looked at again while it is shown. */
const againMs = 5_000
const pageSize = 50

const pagesOf = <T>(key: readonly unknown[], path: string, query: Record<string, string | null> = {}) =>
  infiniteQueryOptions({
    queryKey: key,
    initialPageParam: null as string | null,
    queryFn: ({ pageParam, signal }) =>
      api.request<Page<T>>({ method: 'GET', path, query: { ...query, limit: pageSize, after: pageParam }, signal }),
    getNextPageParam: (last) => last.page.next,
    refetchInterval: againMs,
  })

const ownPagesOf = <T>(path: string, query: Record<string, string> = {}) =>
  infiniteQueryOptions({
    queryKey: cacheKeys.ofPartners(path, query),
    initialPageParam: null as string | null,
    queryFn: ({ pageParam, signal }) =>
      api.request<CursorPage<T>>({
        method: 'GET',
        path,
        query: { ...query, limit: pageSize, cursor: pageParam },
        signal,
      }),
    getNextPageParam: (last) => last.meta.cursor,
    refetchInterval: againMs,
  })

/** How the log is narrowed, as the API names it. */
export const logQuery = ({ outcome, type, region, store }: PartnersFilter) => ({
  outcome,
  type,
  region,
  storeId: store,
})

/** What became of submissions, the newest first. */
export const handoffsQuery = (filter: PartnersFilter) =>
  pagesOf<Handoff>(cacheKeys.ofPartners('log', logQuery(filter)), '/v1/handoffs', logQuery(filter))

export const marketsQuery = queryOptions({
  queryKey: cacheKeys.ofPartners('markets'),
  queryFn: ({ signal }) => api.request<Listing<Market>>({ method: 'GET', path: '/v1/markets', signal }),
})

/** A market's document in force. */
export const marketQuery = (slug: string) =>
  queryOptions({
    queryKey: cacheKeys.ofPartners('market', slug),
    queryFn: ({ signal }) => api.request<MarketText>({ method: 'GET', path: `/v1/markets/${slug}`, signal }),
    // Who may not read events hears of another's version this way.
    refetchInterval: 15_000,
  })

/** What publishing this text would do, with its faults and its tests. */
export const planQuery = (document: string) =>
  queryOptions({
    queryKey: cacheKeys.ofPartners('plan', document),
    queryFn: ({ signal }) =>
      api.request<MarketPlan>({ method: 'POST', path: '/v1/markets/plan', body: { document }, signal }),
    staleTime: 30_000,
    retry: false,
  })

/** Where a request would go by this text. */
export const tryQuery = (request: RequestToTry) =>
  queryOptions({
    queryKey: cacheKeys.ofPartners('try', request),
    queryFn: ({ signal }) =>
      api.request<TriedRequest>({ method: 'POST', path: '/v1/markets/dry-run', body: request, signal }),
    staleTime: 10_000,
    retry: false,
  })

/** Puts a text in force over the version it began from. */
export const publishCall = (slug: string, body: { document: string; expectedVersion: number }): Call => ({
  method: 'PUT',
  path: `/v1/markets/${slug}`,
  body,
})

export const partnersQuery = pagesOf<Partner>(cacheKeys.ofPartners('partners'), '/v1/partners')

/** Who is told of what, of one partner. */
export const subscriptionsQuery = (partnerId: string) =>
  pagesOf<Subscription>(cacheKeys.ofPartners('subscriptions', partnerId), '/v1/subscriptions', { partnerId })

/** What one subscription was told. */
export const toldQuery = (subscriptionId: string) =>
  pagesOf<Delivery>(cacheKeys.ofPartners('told', subscriptionId), `/v1/subscriptions/${subscriptionId}/deliveries`)

/** The tokens of the workspace, the newest two hundred: integrations are found among them. */
export const tokensQuery = queryOptions({
  queryKey: cacheKeys.ofPartners('tokens'),
  queryFn: ({ signal }) =>
    api.request<Page<ServiceToken>>({ method: 'GET', path: '/v1/tokens', query: { limit: 200 }, signal }),
})

/** What one of the partner's own webhooks was told. */
export const ownToldQuery = (subscriptionId: string) =>
  ownPagesOf<Delivery>('/v1/partner/deliveries', { subscriptionId })

/** The brands and regions a partner's person may say something for. */
export const ownIntegrationsQuery = queryOptions({
  queryKey: cacheKeys.ofPartners('integrations'),
  queryFn: ({ signal }) =>
    api.request<Listing<PartnerIntegration>>({ method: 'GET', path: '/v1/partner/integrations', signal }),
})

export const ownTicketsQuery = ownPagesOf<PartnerTicket>('/v1/partner/tickets')
export const ownDeliveriesQuery = ownPagesOf<Delivery>('/v1/partner/deliveries')
export const ownSubscriptionsQuery = ownPagesOf<Subscription>('/v1/partner/webhooks')

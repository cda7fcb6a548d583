import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import { ApiProblem } from '@switchyard/sdk'
import type {
  Call,
  CursorPage,
  Delivery,
  Handoff,
  Listing,
  Market,
  MarketDraft,
  MarketDraftLine,
  MarketPlan,
  MarketText,
  MarketVersion,
  MarketVersionLine,
  Page,
  Partner,
  PartnerIntegration,
  PartnerTicket,
  PartnerTicketDetail,
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

/** A list of the desk's, page by page. */
export const pagesOf = <T>(key: readonly unknown[], path: string, query: Record<string, string | null> = {}) =>
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

const draftsPath = '/v1/market-drafts'

/** Markets that somebody writes on. */
export const draftsQuery = queryOptions({
  queryKey: cacheKeys.ofPartners('drafts'),
  queryFn: ({ signal }) => api.request<Listing<MarketDraftLine>>({ method: 'GET', path: draftsPath, signal }),
})

/**
 * What is being written of a market; null = nothing, which the list says without a refusal. Others' saves are no events: it
 * is looked at again while it is shown.
 */
export const draftQuery = (slug: string) =>
  queryOptions({
    queryKey: cacheKeys.ofPartners('draft', slug),
    queryFn: async ({ signal }) => {
      const call = { method: 'GET', signal } as const
      const { data } = await api.request<Listing<MarketDraftLine>>({ ...call, path: draftsPath })
      if (data.every((draft) => draft.slug !== slug)) return null
      return api.request<MarketDraft>({ ...call, path: `${draftsPath}/${slug}` }).catch(nullWhereMissing)
    },
    refetchInterval: againMs,
  })

/** It ended between the two questions. */
function nullWhereMissing(error: unknown): null {
  if (error instanceof ApiProblem && error.status === 404) return null
  throw error
}

/** Keeps a text as the market's draft, over the one that was seen (0 = none). */
export const draftCall = (
  slug: string,
  body: { document: string; basedOn: number; expectedVersion: number },
): Call => ({ method: 'PUT', path: `${draftsPath}/${slug}`, body })

export const dropDraft = (slug: string, expectedVersion: number) =>
  api.request<null>({ method: 'DELETE', path: `${draftsPath}/${slug}`, query: { expectedVersion } })

/** What was published of a market, the newest first. */
export const versionsQuery = (slug: string) =>
  pagesOf<MarketVersionLine>(cacheKeys.ofPartners('versions', slug), `/v1/markets/${slug}/versions`)

/** A version with what differs from another one, from the one before unless said. */
export const versionQuery = (slug: string, { version, against }: { version: number; against: number | null }) =>
  queryOptions({
    queryKey: cacheKeys.ofPartners('version', slug, version, against),
    queryFn: ({ signal }) =>
      api.request<MarketVersion>({
        method: 'GET',
        path: `/v1/markets/${slug}/versions/${version}`,
        query: against === null ? {} : { against },
        signal,
      }),
    staleTime: Infinity,
  })

/** Puts the text of an earlier version in force again, over the version that was seen. */
export const rollbackCall = (slug: string, body: { version: number; expectedVersion: number }): Call => ({
  method: 'POST',
  path: `/v1/markets/${slug}/rollback`,
  body,
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
export const publishMarket = (slug: string, body: { document: string; expectedVersion: number }) =>
  api.request<{ slug: string; version: number }>({ method: 'PUT', path: `/v1/markets/${slug}`, body })

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

/** The brands and regions a partner's person may say something for, and the use of their tokens. */
export const ownIntegrationsQuery = queryOptions({
  queryKey: cacheKeys.ofPartners('integrations'),
  queryFn: ({ signal }) =>
    api.request<CursorPage<PartnerIntegration>>({
      method: 'GET',
      path: '/v1/partner/integrations',
      query: { limit: 100 },
      signal,
    }),
  refetchInterval: againMs,
})

export const ownTicketsQuery = ownPagesOf<PartnerTicket>('/v1/partner/tickets')

/** One of them with what was said on it. */
export const ownTicketQuery = (id: string) =>
  queryOptions({
    queryKey: cacheKeys.ofPartners('ticket', id),
    queryFn: ({ signal }) =>
      api.request<PartnerTicketDetail>({ method: 'GET', path: `/v1/partner/tickets/${id}`, signal }),
    refetchInterval: againMs,
  })

/** Where a partner has one of them sent once more. */
export const ownReplayPath = (deliveryId: string) => `/v1/partner/deliveries/${deliveryId}/replay`

export const ownDeliveriesQuery = ownPagesOf<Delivery>('/v1/partner/deliveries')
export const ownSubscriptionsQuery = ownPagesOf<Subscription>('/v1/partner/webhooks')

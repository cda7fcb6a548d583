import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import type {
  Call,
  Delivery,
  DeliveryDetail,
  FailingOrigin,
  Listing,
  Page,
  Query,
  Webhook,
  WebhookReplayCounts,
} from '@switchyard/sdk'
import { cacheKeys } from '../../live/cache-keys.ts'
import { api } from '../../live/client.ts'
import { queryOf } from './delivery-filter.ts'
import type { DeliveryFilter } from './delivery-filter.ts'

/** Attempts are no events: what waits is looked at again while the screen is shown. */
const againMs = 3_000
const pageSize = 50

/** Every subscription in scope with how it does, the newest first. */
export const webhooksQuery = queryOptions({
  queryKey: cacheKeys.webhooks,
  queryFn: ({ signal }) => api.request<Listing<Webhook>>({ method: 'GET', path: '/v1/webhooks', signal }),
  refetchInterval: againMs,
})

/** Origins of callbacks that have failed lately. */
export const failingOriginsQuery = queryOptions({
  queryKey: cacheKeys.failingOrigins,
  queryFn: ({ signal }) =>
    api.request<Listing<FailingOrigin>>({ method: 'GET', path: '/v1/deliveries/origins', signal }),
  refetchInterval: againMs,
})

/** Deliveries of a filter, the newest first. */
export const deliveriesQuery = (filter: DeliveryFilter) =>
  infiniteQueryOptions({
    queryKey: cacheKeys.deliveryList(filter),
    initialPageParam: null as string | null,
    queryFn: ({ pageParam, signal }) =>
      api.request<Page<Delivery>>({
        method: 'GET',
        path: '/v1/deliveries',
        query: { ...queryOf(filter), limit: pageSize, after: pageParam },
        signal,
      }),
    getNextPageParam: (last) => last.page.next,
    refetchInterval: againMs,
  })

/** One delivery with what is sent and every attempt. */
export const deliveryQuery = (id: string) =>
  queryOptions({
    queryKey: cacheKeys.delivery(id),
    queryFn: ({ signal }) => api.request<DeliveryDetail>({ method: 'GET', path: `/v1/deliveries/${id}`, signal }),
    refetchInterval: againMs,
  })

/** What a replay of a subscription would send. */
export const replayCountsQuery = (webhookId: string, query: Query) =>
  queryOptions({
    queryKey: cacheKeys.replayCounts({ webhookId, ...query }),
    queryFn: ({ signal }) =>
      api.request<WebhookReplayCounts>({ method: 'GET', path: `/v1/webhooks/${webhookId}/replay`, query, signal }),
  })

export const againCall = (deliveryId: string): Call => ({
  method: 'POST',
  path: `/v1/deliveries/${deliveryId}/replay`,
})

const ofWebhook = (id: string, method: Call['method'], verb: string, body?: object): Call => ({
  method,
  path: `/v1/webhooks/${id}${verb}`,
  ...(body === undefined ? {} : { body }),
})

export const testCall = (id: string): Call => ofWebhook(id, 'POST', '/test')
export const changeCall = (id: string, body: object): Call => ofWebhook(id, 'PATCH', '', body)
export const deleteCall = (id: string): Call => ofWebhook(id, 'DELETE', '')
export const rotateCall = (id: string, body: object): Call => ofWebhook(id, 'POST', '/rotate', body)
export const endOverlapCall = (id: string): Call => ofWebhook(id, 'POST', '/end-overlap')
export const secretCall = (id: string): Call => ofWebhook(id, 'GET', '/secret')
export const replayCall = (id: string, query: Query): Call => ({ ...ofWebhook(id, 'POST', '/replay'), query })

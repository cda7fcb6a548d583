import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import type { Consult, Listing, Page, Ticket } from '@switchyard/sdk'
import { cacheKeys } from '../../live/cache-keys.ts'
import { api } from '../../live/client.ts'

export interface ListFilter {
  view?: string | undefined
  queue?: string | undefined
  q?: string | undefined
}
const pageSize = 100

/** Tickets of a view, queue or search, page by page, newest first. */
export const ticketListQuery = (filter: ListFilter) =>
  infiniteQueryOptions({
    queryKey: cacheKeys.ticketList(filter),
    initialPageParam: '',
    queryFn: ({ pageParam, signal }) =>
      api.request<Page<Ticket>>({
        method: 'GET',
        path: '/v1/tickets',
        query: { ...filter, limit: pageSize, after: pageParam },
        signal,
      }),
    getNextPageParam: (last) => last.page.next,
  })

/** What this agent is asked, and asks, at the moment; oldest first. */
export const consultsQuery = queryOptions({
  queryKey: cacheKeys.consults,
  queryFn: ({ signal }) =>
    api.request<Listing<Consult>>({
      method: 'GET',
      path: '/v1/consults',
      query: { agent: 'me', state: 'open' },
      signal,
    }),
})

import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import type { Consult, Listing, Mention, Page, Ticket } from '@switchyard/sdk'
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

/** The notes that name this agent and are unread, newest first. */
export const mentionsQuery = queryOptions({
  queryKey: cacheKeys.mentions,
  queryFn: ({ signal }) =>
    api.request<Page<Mention> & { unread: number }>({
      method: 'GET',
      path: '/v1/mentions',
      query: { agent: 'me', unread: true, limit: 50 },
      signal,
    }),
})

/** Marks those of one ticket as read. */
export const readMentionsOf = (ticketId: string) =>
  api.request<{ unread: number }>({ method: 'POST', path: '/v1/mentions/read', body: { ticketId } })

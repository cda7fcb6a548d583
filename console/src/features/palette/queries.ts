import { keepPreviousData, queryOptions } from '@tanstack/react-query'
import type { Page, Ticket } from '@switchyard/sdk'
import { cacheKeys } from '../../live/cache-keys.ts'
import { api } from '../../live/client.ts'

const fewest = 3

/** Tickets that answer what is typed, from the third letter on. */
export const foundTicketsQuery = (typed: string) => {
  const q = typed.trim()
  return queryOptions<Page<Ticket>>({
    queryKey: cacheKeys.ticketList({ q, limit: 5 }),
    queryFn: ({ signal }) =>
      api.request<Page<Ticket>>({ method: 'GET', path: '/v1/tickets', query: { q, limit: 5 }, signal }),
    enabled: q.length >= fewest,
    placeholderData: keepPreviousData,
    retry: false,
  })
}

import { keepPreviousData, queryOptions } from '@tanstack/react-query'
import type { FoundEverywhere } from '@switchyard/sdk'
import { cacheKeys } from '../../live/cache-keys.ts'
import { api } from '../../live/client.ts'

const fewest = 2
const mostTickets = 6

/** Tickets, customers, orders and cases that answer what is typed, from the second letter on. */
export const foundQuery = (typed: string) => {
  const q = typed.trim()
  return queryOptions<FoundEverywhere>({
    queryKey: cacheKeys.found(q),
    queryFn: ({ signal }) =>
      api.request<FoundEverywhere>({ method: 'GET', path: '/v1/search', query: { q, tickets: mostTickets }, signal }),
    enabled: q.length >= fewest,
    placeholderData: keepPreviousData,
    retry: false,
  })
}

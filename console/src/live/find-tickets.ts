import { keepPreviousData, queryOptions } from '@tanstack/react-query'
import type { Page, Ticket } from '@switchyard/sdk'
import { cacheKeys } from './cache-keys.ts'
import { api } from './client.ts'

const mostFound = 8

/** What a typed text asks the list for: a number alone means the ticket of that number. */
export function searchFor(typed: string): string {
  const text = typed.trim()
  const number = /^#?(\d+)$/.exec(text)?.[1]
  return number === undefined ? text : `number:${number}`
}

/** Tickets that answer what is typed. */
export const foundTicketsQuery = (typed: string) => {
  const q = searchFor(typed)
  return queryOptions({
    queryKey: cacheKeys.ticketList({ q, limit: mostFound }),
    queryFn: ({ signal }) =>
      api.request<Page<Ticket>>({ method: 'GET', path: '/v1/tickets', query: { q, limit: mostFound }, signal }),
    enabled: q.length >= 2,
    placeholderData: keepPreviousData,
    retry: false,
  })
}

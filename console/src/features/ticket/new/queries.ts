import { keepPreviousData, queryOptions } from '@tanstack/react-query'
import type { Customer, Listing, Page, Ticket, TicketSuggestion } from '@switchyard/sdk'
import { cacheKeys } from '../../../live/cache-keys.ts'
import { api } from '../../../live/client.ts'

const mostFound = 6
const mostOpen = 5

/** Customers that a few letters find. */
export const foundCustomersQuery = (q: string) =>
  queryOptions({
    queryKey: cacheKeys.customerList({ q, limit: mostFound }),
    queryFn: ({ signal }) =>
      api.request<Page<Customer>>({ method: 'GET', path: '/v1/customers', query: { q, limit: mostFound }, signal }),
    enabled: q.length > 1,
    placeholderData: keepPreviousData,
    retry: false,
  })

/** What a customer has open now, the latest first. */
export const openTicketsQuery = (customerId: string) =>
  queryOptions({
    queryKey: cacheKeys.ticketList({ customerId, q: 'is:open', limit: mostOpen }),
    queryFn: ({ signal }) =>
      api.request<Page<Ticket>>({
        method: 'GET',
        path: '/v1/tickets',
        query: { customerId, q: 'is:open', limit: mostOpen },
        signal,
      }),
    retry: false,
  })

/** Which of a customer's open tickets tell of what is being written. */
export const beforehandQuery = (customerId: string, asked: { issueSummary: string; orderId: string | null }) =>
  queryOptions({
    queryKey: cacheKeys.ticketList({ beforehand: customerId, ...asked }),
    queryFn: ({ signal }) =>
      api.request<Listing<TicketSuggestion>>({
        method: 'GET',
        path: `/v1/customers/${customerId}/suggestions`,
        query: asked,
        signal,
      }),
    enabled: asked.issueSummary.length > 3 || asked.orderId !== null,
    placeholderData: keepPreviousData,
    retry: false,
  })

/** Opens a ticket; sent again under its key it is opened once. */
export function openTicket({ body, key }: { body: object; key: string }): Promise<Ticket> {
  return api.request<Ticket>({ method: 'POST', path: '/v1/tickets', body, headers: { 'idempotency-key': key } })
}

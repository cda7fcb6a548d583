import { queryOptions } from '@tanstack/react-query'
import type { Listing, Offer, Ticket } from '@switchyard/sdk'
import { cacheKeys } from '../../live/cache-keys.ts'
import { api } from '../../live/client.ts'

/** Offers that wait for this agent, oldest first. */
export const offersQuery = queryOptions({
  queryKey: cacheKeys.offers,
  queryFn: ({ signal }) =>
    api.request<Listing<Offer>>({
      method: 'GET',
      path: '/v1/offers',
      query: { agent: 'me', state: 'pending' },
      signal,
    }),
})

/** What the offer is about. */
export const offeredTicketQuery = (ticketId: string) =>
  queryOptions({
    queryKey: cacheKeys.ticket(ticketId),
    queryFn: ({ signal }) => api.request<Ticket>({ method: 'GET', path: `/v1/tickets/${ticketId}`, signal }),
  })

/** Takes the offer; repeatable. 409 names what it lost to. */
export async function acceptOffer(offerId: string): Promise<Offer> {
  return api.request<Offer>({ method: 'POST', path: `/v1/offers/${offerId}/accept`, body: {} })
}

/** Refuses the offer with a reason. */
export async function declineOffer(input: { offerId: string; reason: string }): Promise<Offer> {
  return api.request<Offer>({
    method: 'POST',
    path: `/v1/offers/${input.offerId}/decline`,
    body: { reason: input.reason },
  })
}

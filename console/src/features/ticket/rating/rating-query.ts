import { queryOptions } from '@tanstack/react-query'
import type { CustomerHistoryItem, Page, TicketRating, TimelineItem } from '@switchyard/sdk'
import { cacheKeys } from '../../../live/cache-keys.ts'
import { api } from '../../../live/client.ts'

/** How a ticket and its chats were for their customer, with the words. */
export const ratingQuery = (ticketId: string) =>
  queryOptions({
    queryKey: cacheKeys.rating(ticketId),
    queryFn: ({ signal }) =>
      api.request<TicketRating>({ method: 'GET', path: `/v1/tickets/${ticketId}/rating`, signal }),
    retry: false,
  })

/** The customer's ratings, the latest first: a few more than are shown, for those of the ticket at hand are none of them. */
export const customerRatingsQuery = (customerId: string) =>
  queryOptions({
    queryKey: cacheKeys.customerRatings(customerId),
    queryFn: ({ signal }) =>
      api.request<Page<CustomerHistoryItem>>({
        method: 'GET',
        path: `/v1/customers/${customerId}/history`,
        query: { kind: 'rating', limit: 10 },
        signal,
      }),
    retry: false,
  })

const mostOfOthers = 3

/** The latest ratings of other tickets, each as a rating is shown. */
export function ratingsOfOthers(items: readonly CustomerHistoryItem[], ticketId: string) {
  return items
    .filter((item) => item.ticketId !== ticketId)
    .flatMap(({ score, title, at, ...item }) =>
      score === null ? [] : [{ ...item, rating: { score, comment: title, ratedAt: at } }],
    )
    .slice(0, mostOfOthers)
}

export const isRating = ({ type }: TimelineItem): boolean => type === 'ticket.rated' || type === 'chat.rated'

/** The ratings that stand: one of the request and of each chat takes the place of the one before it. */
export function standingRatings(items: readonly TimelineItem[]): ReadonlySet<string> {
  const last = new Map(
    items
      .filter(isRating)
      .map(({ ticketId, data, id }) => [`${ticketId} ${typeof data.chatId === 'string' ? data.chatId : ''}`, id]),
  )
  return new Set(last.values())
}

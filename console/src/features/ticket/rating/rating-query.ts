import { queryOptions } from '@tanstack/react-query'
import type { TicketRating, TimelineItem } from '@switchyard/sdk'
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

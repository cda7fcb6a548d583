import { queryOptions } from '@tanstack/react-query'
import { ApiProblem, type Chat, type Order, type OrderSupport } from '@switchyard/sdk'
import { cacheKeys } from '../../../live/cache-keys.ts'
import { api } from '../../../live/client.ts'

/** Below its ticket: whatever is told of that marks all of these. */
const below = (ticketId: string, what: string) => [...cacheKeys.ticket(ticketId), what]

/** The order of a ticket, as it stands now. */
export const orderQuery = (ticketId: string, orderId: string) =>
  queryOptions({
    queryKey: below(ticketId, 'order'),
    queryFn: ({ signal }) =>
      api.request<Order>({ method: 'GET', path: `/v1/orders/${encodeURIComponent(orderId)}`, signal }),
    retry: false,
  })

/** The open support session of the order; null = there is none, which is no failure. */
export const supportQuery = (ticketId: string, orderId: string) =>
  queryOptions({
    queryKey: below(ticketId, 'support'),
    queryFn: ({ signal }) =>
      api
        .request<OrderSupport>({ method: 'GET', path: `/support/${encodeURIComponent(orderId)}`, signal })
        .catch(nullWhereMissing),
    retry: false,
  })

function nullWhereMissing(error: unknown): null {
  if (error instanceof ApiProblem && error.status === 404) return null
  throw error
}

/** The chat of a support session, which may be another ticket's. */
export const sessionChatQuery = (ticketId: string, chatId: string) =>
  queryOptions({
    queryKey: below(ticketId, 'support-chat'),
    queryFn: ({ signal }) => api.request<Chat>({ method: 'GET', path: `/v1/chat/sessions/${chatId}`, signal }),
    retry: false,
  })

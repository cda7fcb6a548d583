import { queryOptions } from '@tanstack/react-query'
import type { Chat, ChatMessage, Page } from '@switchyard/sdk'
import { cacheKeys } from './cache-keys.ts'
import { api } from './client.ts'

/** What one agent can hold at once is far below this. */
const mostLive = 50
const mostEnded = 5

const chatsOf = (query: Record<string, string | number>, signal: AbortSignal) =>
  api.request<Page<Chat>>({ method: 'GET', path: '/v1/chat/sessions', query, signal })

/** The live chats of an agent, in the order they were taken, so that none changes its place. */
export const myChatsQuery = (agentId: string) =>
  queryOptions({
    queryKey: cacheKeys.myChats(agentId),
    queryFn: async ({ signal }) => {
      const { data } = await chatsOf({ status: 'active', agent: agentId, limit: mostLive }, signal)
      return data.toSorted((one, other) => takenAt(one).localeCompare(takenAt(other)))
    },
    retry: false,
  })

const takenAt = ({ answeredAt, startedAt }: Chat) => answeredAt ?? startedAt

/** The latest chats of an agent that are over: of some there may be something left to write down. */
export const endedChatsQuery = (agentId: string) =>
  queryOptions({
    queryKey: cacheKeys.endedChats(agentId),
    queryFn: async ({ signal }) => (await chatsOf({ status: 'closed', agent: agentId, limit: mostEnded }, signal)).data,
    retry: false,
  })

/** The latest chat of a ticket; null when it never had one. */
export const chatOfTicketQuery = (ticketId: string) =>
  queryOptions({
    queryKey: cacheKeys.chatOfTicket(ticketId),
    queryFn: async ({ signal }) => (await chatsOf({ ticketId, limit: 1 }, signal)).data[0] ?? null,
    retry: false,
  })

/** The message of a chat with this number; it never changes its place. Null when nothing was said. */
export const chatMessageQuery = (chatId: string, seq: number) =>
  queryOptions({
    queryKey: cacheKeys.chatMessage(chatId, seq),
    queryFn: async ({ signal }) => {
      const path = `/v1/chat/sessions/${chatId}/messages`
      const query = { after: Math.max(0, seq - 1), limit: 1 }
      return (await api.request<Page<ChatMessage>>({ method: 'GET', path, query, signal })).data[0] ?? null
    },
    staleTime: Number.POSITIVE_INFINITY,
    retry: false,
  })

const atChat = (chatId: string, verb: string) =>
  ({ method: 'POST', path: `/v1/chat/sessions/${chatId}/${verb}` }) as const

/** Stored before it is answered; sent again under the same id it is said once. */
export const sayInChat = (chatId: string, said: { body: string; clientId: string; attachments: readonly string[] }) =>
  api.request<ChatMessage>({ ...atChat(chatId, 'messages'), body: said })

/** Tells the customer that somebody writes; lost without harm. */
export const typeInChat = (chatId: string) => void api.request({ ...atChat(chatId, 'typing') }).catch(() => null)

export const readInChat = (chatId: string, seq: number) => api.request({ ...atChat(chatId, 'read'), body: { seq } })

export const closeChat = (chatId: string) => api.request<Chat>({ ...atChat(chatId, 'close'), body: {} })

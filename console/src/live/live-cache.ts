import type { QueryClient } from '@tanstack/react-query'
import type { Agent, Chat, ChatSign, Listing, Offer, Ticket } from '@switchyard/sdk'
import { ticketKeys } from './apply-event.ts'
import type { LiveCache } from './apply-event.ts'
import { cacheKeys } from './cache-keys.ts'
import type { CacheKey } from './cache-keys.ts'

const gatherMs = 200
/** What is found by words follows its event a moment later, and a shared count is up to a second old: asked once more. */
const settleMs = 1_500
const settling: readonly CacheKey[] = [cacheKeys.ticketLists, cacheKeys.viewCounts]

/** What shows the work of others, and is read again when they did something of which an agent is not told. */
const ofOthers: readonly CacheKey[] = [
  cacheKeys.ticketLists,
  cacheKeys.viewCounts,
  cacheKeys.views,
  cacheKeys.queues,
  cacheKeys.chats,
  cacheKeys.workloads,
  cacheKeys.agents,
  cacheKeys.customers,
  cacheKeys.cases,
  cacheKeys.quality,
  cacheKeys.deliveries,
  cacheKeys.mails,
  cacheKeys.workflow,
]

/** The tickets on the screen, with whose they are. */
function openTickets(client: QueryClient): { id: string; assigneeId: string | null }[] {
  return client
    .getQueriesData<Ticket>({
      queryKey: ['ticket'],
      type: 'active',
      predicate: ({ queryKey }) => queryKey.length === 2,
    })
    .flatMap(([[, id], ticket]) =>
      typeof id === 'string' && ticket ? [{ id, assigneeId: ticket.assignee?.id ?? null }] : [],
    )
}

/** The query cache as the live feed writes it, and as it is marked when others did something. */
export interface FedCache extends LiveCache {
  /** Marks what is shown of others; of an own ticket only whose it is, for of all else this agent is told. */
  staleOthers: (agentId: string | null) => void
  /** How far a side of a chat has read. */
  readChat: (sign: ChatSign) => void
}

/** A chat as its ticket's, or the list of a desk. */
export type KnownChats = Chat | readonly Chat[] | null

/** What is known of chats, with a change of one. */
export function chatsWith(known: KnownChats, chatId: string, change: (chat: Chat) => Chat): KnownChats {
  const changed = (chat: Chat) => (chat.id === chatId ? change(chat) : chat)
  if (known === null) return null
  return 'id' in known ? changed(known) : known.map(changed)
}

/** Changes a chat wherever it is known: in the lists of desks, and as its ticket's. */
export function changeChat(client: QueryClient, chatId: string, change: (chat: Chat) => Chat): void {
  client.setQueriesData<KnownChats>({ queryKey: cacheKeys.chats }, (known) =>
    known === undefined ? known : chatsWith(known, chatId, change),
  )
}

/** The query cache as the live feed writes it. Marks are gathered, so a burst of events asks each shown answer again once. */
export function createLiveCache(client: QueryClient): FedCache {
  const marked = new Map<string, CacheKey>()
  let timer: ReturnType<typeof setTimeout> | undefined
  let settleTimer: ReturnType<typeof setTimeout> | undefined
  const flush = () => {
    timer = undefined
    const keys = [...marked.values()]
    marked.clear()
    for (const queryKey of keys) void client.invalidateQueries({ queryKey })
    if (!keys.some((key) => settling.includes(key))) return
    clearTimeout(settleTimer)
    settleTimer = setTimeout(() => {
      for (const queryKey of settling) void client.invalidateQueries({ queryKey })
    }, settleMs)
  }
  const stale = (...keys: readonly CacheKey[]) => {
    for (const key of keys) marked.set(JSON.stringify(key), key)
    timer ??= setTimeout(flush, gatherMs)
  }
  return {
    stale,
    staleOthers(agentId) {
      // Read once: what is found by words has had its moment.
      for (const queryKey of ofOthers) void client.invalidateQueries({ queryKey })
      for (const { id, assigneeId } of openTickets(client))
        if (assigneeId === agentId) void client.invalidateQueries({ queryKey: cacheKeys.ticket(id), exact: true })
        else stale(...ticketKeys(id))
    },
    endOffer(offerId, state) {
      client.setQueryData<Listing<Offer>>(cacheKeys.offers, (known) =>
        known ? { data: known.data.map((offer) => (offer.id === offerId ? { ...offer, state } : offer)) } : known,
      )
    },
    countChat: (chatId, seq, isOfDesk) =>
      changeChat(client, chatId, (chat) => {
        if (chat.messages >= seq) return chat
        // As the server counts it: the desk has read what it says itself, where it had read all before.
        const agent = isOfDesk && chat.read.agent === seq - 1 ? seq : chat.read.agent
        return { ...chat, messages: seq, read: { ...chat.read, agent } }
      }),
    readChat: ({ chatId, by, seq }) =>
      changeChat(client, chatId, (chat) =>
        seq === null || chat.read[by] >= seq ? chat : { ...chat, read: { ...chat.read, [by]: seq } },
      ),
    setPresence(agentId, state, reason) {
      client.setQueryData<Agent>(cacheKeys.agent(agentId), (known) =>
        known ? { ...known, presence: { ...known.presence, state, reason } } : known,
      )
    },
  }
}

import type { InfiniteData, QueryClient, QueryFilters, QueryKey } from '@tanstack/react-query'
import type { Chat, Page, Ticket } from '@switchyard/sdk'
import { cacheKeys } from './cache-keys.ts'
import { chatsWith } from './live-cache.ts'
import type { KnownChats } from './live-cache.ts'

/**
 * Shows a change before the server has it, wherever these filters find what it changes; gives the way to take it back. What
 * is still on its way for the first time comes as it is.
 */
export async function showAtOnce<T>(
  client: QueryClient,
  filters: QueryFilters,
  change: (known: T, key: QueryKey) => T,
): Promise<() => void> {
  const shown = client
    .getQueryCache()
    .findAll(filters)
    .filter(({ state }) => state.data !== undefined)
  await Promise.all(shown.map(({ queryKey }) => client.cancelQueries({ queryKey, exact: true })))
  const before = client.getQueriesData<T>(filters)
  for (const [key, known] of before) if (known !== undefined) client.setQueryData<T>(key, change(known, key))
  return () => {
    for (const [key, known] of before) client.setQueryData(key, known)
  }
}

/** What people change of a ticket with one key, as the server would answer it. */
type TicketPatch = Partial<
  Pick<
    Ticket,
    | 'status'
    | 'priority'
    | 'queue'
    | 'tags'
    | 'assignee'
    | 'snoozedUntil'
    | 'issueSummary'
    | 'type'
    | 'category'
    | 'impact'
    | 'urgency'
    | 'affected'
    | 'fields'
    | 'sla'
  >
>

type TicketList = Page<Ticket>
type Known = Ticket | TicketList | InfiniteData<TicketList>

/** A ticket, or a list that may hold it, with the change. */
function withPatch(known: Known, ticketId: string, patch: TicketPatch): Known {
  const one = (ticket: Ticket) => (ticket.id === ticketId ? { ...ticket, ...patch } : ticket)
  if ('pages' in known) return { ...known, pages: known.pages.map((page) => ({ ...page, data: page.data.map(one) })) }
  return 'data' in known ? { ...known, data: known.data.map(one) } : one(known)
}

const [ticketName] = cacheKeys.ticket('')
const [listName] = cacheKeys.ticketLists
/** Tickets by themselves, however they were asked for, and lists of them. */
const ofTickets: QueryFilters = {
  predicate: ({ queryKey: [name, ...of] }) => name === listName || (name === ticketName && of.length === 1),
}

/** Shows a change of a ticket at once, on its screen and in every list; gives the way to take it back. */
export function showTicketAtOnce(client: QueryClient, ticketId: string, patch: TicketPatch): Promise<() => void> {
  return showAtOnce<Known>(client, ofTickets, (known) => withPatch(known, ticketId, patch))
}

/** Shows a change of a chat at once, on its ticket and at every desk; gives the way to take it back. */
export function showChatAtOnce(
  client: QueryClient,
  chatId: string,
  patch: Partial<Pick<Chat, 'status' | 'agent' | 'queue'>>,
): Promise<() => void> {
  return showAtOnce<KnownChats>(client, { queryKey: cacheKeys.chats }, (known) =>
    chatsWith(known, chatId, (chat) => ({ ...chat, ...patch })),
  )
}

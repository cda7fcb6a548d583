import type { InfiniteData, QueryClient, QueryFilters } from '@tanstack/react-query'
import type { Page, Ticket } from '@switchyard/sdk'
import { cacheKeys } from './cache-keys.ts'

/** Shows a change before the server has it, wherever these filters find what it changes; gives the way to take it back. */
export async function showAtOnce<T>(
  client: QueryClient,
  filters: QueryFilters,
  change: (known: T) => T,
): Promise<() => void> {
  await client.cancelQueries(filters)
  const before = client.getQueriesData<T>(filters)
  client.setQueriesData<T>(filters, (known) => (known === undefined ? known : change(known)))
  return () => {
    for (const [key, known] of before) client.setQueryData(key, known)
  }
}

/** What people change of a ticket with one key, as the server would answer it. */
type TicketPatch = Partial<Pick<Ticket, 'status' | 'priority' | 'queue' | 'tags' | 'assignee' | 'snoozedUntil'>>

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

import { queryOptions } from '@tanstack/react-query'
import type { QueryClient } from '@tanstack/react-query'
import type { Listing, Ticket, TicketSuggestion } from '@switchyard/sdk'
import { cacheKeys } from '../../../live/cache-keys.ts'
import { api } from '../../../live/client.ts'

/** A suggestion that names the ticket this one seems to be. */
interface Duplicate extends TicketSuggestion {
  ticket: NonNullable<TicketSuggestion['ticket']>
}

/** Open tickets of the same customer that seem to tell of the same thing, with the reasons. */
export const duplicatesQuery = (ticketId: string) =>
  queryOptions({
    queryKey: cacheKeys.duplicates(ticketId),
    queryFn: ({ signal }) =>
      api.request<Listing<Duplicate>>({
        method: 'GET',
        path: `/v1/tickets/${ticketId}/suggestions`,
        query: { kind: 'duplicate' },
        signal,
      }),
  })

interface MergeInput {
  ticketId: string
  into: string
  reason: string
  allowOtherCustomer: boolean
}

/** Lets a ticket go on in another; 409 with `reason` says why it may not. */
export async function mergeTicket({ ticketId, reason, ...body }: MergeInput): Promise<Ticket> {
  return api.request<Ticket>({
    method: 'POST',
    path: `/v1/tickets/${ticketId}/merge`,
    body: { ...body, ...(reason.trim() === '' ? {} : { reason: reason.trim() }) },
  })
}

/** Undoes a merge, within 30 days. */
export async function unmergeTicket(ticketId: string): Promise<Ticket> {
  return api.request<Ticket>({ method: 'POST', path: `/v1/tickets/${ticketId}/unmerge` })
}

interface SplitInput {
  ticketId: string
  messageIds: string[]
  issueSummary: string
  includeNotes: boolean
  /** A repeated press opens no second ticket. */
  key: string
}

/** Opens a ticket of its own for some messages. */
export async function splitTicket({ ticketId, key, ...body }: SplitInput): Promise<Ticket> {
  return api.request<Ticket>({
    method: 'POST',
    path: `/v1/tickets/${ticketId}/split`,
    body,
    headers: { 'idempotency-key': key },
  })
}

/** Both tickets of a merge, and every list they stand in, are asked again. */
export function markMerged(client: QueryClient, ...ticketIds: string[]): void {
  const keys = ticketIds.flatMap((id) => [cacheKeys.ticket(id), cacheKeys.timeline(id), cacheKeys.clocks(id)])
  for (const queryKey of [...keys, cacheKeys.ticketLists, cacheKeys.views, cacheKeys.queues])
    void client.invalidateQueries({ queryKey })
}

import { queryOptions } from '@tanstack/react-query'
import type { Checklist, Follower, Listing, Ticket, TicketLink } from '@switchyard/sdk'
import { cacheKeys } from '../../live/cache-keys.ts'
import { api } from '../../live/client.ts'

/** Who follows a ticket. */
export const followersQuery = (ticketId: string) =>
  queryOptions({
    queryKey: cacheKeys.followers(ticketId),
    queryFn: ({ signal }) =>
      api.request<Listing<Follower>>({ method: 'GET', path: `/v1/tickets/${ticketId}/followers`, signal }),
    retry: false,
  })

/** Lets an agent follow a ticket, or no longer. */
export const setFollower = (input: { ticketId: string; agentId: string; follows: boolean }) =>
  api.request<Listing<Follower>>({
    method: input.follows ? 'PUT' : 'DELETE',
    path: `/v1/tickets/${input.ticketId}/followers/${input.agentId}`,
  })

/** What a ticket belongs to, in both directions. */
export const linksQuery = (ticketId: string) =>
  queryOptions({
    queryKey: cacheKeys.linksOf(ticketId),
    queryFn: ({ signal }) =>
      api.request<Listing<TicketLink>>({ method: 'GET', path: `/v1/tickets/${ticketId}/links`, signal }),
    retry: false,
  })

/** The ticket with this number. */
export const ticketOfNumber = (number: string) =>
  api.request<Ticket>({ method: 'GET', path: `/v1/tickets/number/${number}` })

/** Links a ticket to another. */
export const addLink = (input: { ticketId: string; kind: TicketLink['kind']; otherId: string }) =>
  api.request<Listing<TicketLink>>({
    method: 'POST',
    path: `/v1/tickets/${input.ticketId}/links`,
    body: { kind: input.kind, ticketId: input.otherId },
  })

/** Takes a link away, from the ticket that says it. */
export function removeLink({ ticketId, link }: { ticketId: string; link: TicketLink }) {
  const from = link.direction === 'outgoing' ? ticketId : link.ticket.id
  return api.request({ method: 'DELETE', path: `/v1/tickets/${from}/links/${link.id}` })
}

/** What is to be done on a ticket. */
export const checklistQuery = (ticketId: string) =>
  queryOptions({
    queryKey: cacheKeys.checklist(ticketId),
    queryFn: ({ signal }) =>
      api.request<Checklist>({ method: 'GET', path: `/v1/tickets/${ticketId}/checklist`, signal }),
    retry: false,
  })

export type ChecklistChange = { text: string } | { item: number; isDone: boolean } | { remove: number }

/** Adds, marks or removes something to be done. */
export function changeChecklist({ ticketId, change }: { ticketId: string; change: ChecklistChange }) {
  const path = `/v1/tickets/${ticketId}/checklist`
  if ('text' in change) return api.request<Checklist>({ method: 'POST', path, body: change })
  if ('remove' in change) return api.request<Checklist>({ method: 'DELETE', path: `${path}/${change.remove}` })
  const { item, isDone } = change
  return api.request<Checklist>({ method: 'PATCH', path: `${path}/${item}`, body: { isDone } })
}

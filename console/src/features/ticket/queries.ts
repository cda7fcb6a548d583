import { queryOptions } from '@tanstack/react-query'
import type { Case, Delivery, Listing, Macro, Mail, Page, PhoneCall, Ticket, TicketSuggestion } from '@switchyard/sdk'
import { cacheKeys } from '../../live/cache-keys.ts'
import { api } from '../../live/client.ts'
import type { DetailChange } from './details/detail-change.ts'

export { timelineQuery } from '../../live/timelines.ts'

/** One ticket by id, or by its number when the text is all digits. */
export const ticketQuery = (id: string) =>
  queryOptions({
    queryKey: cacheKeys.ticket(id),
    queryFn: ({ signal }) =>
      api.request<Ticket>({ method: 'GET', path: `/v1/tickets/${/^\d+$/.test(id) ? `number/${id}` : id}`, signal }),
  })

/** The latest call of a ticket, if it has one. */
export const callOfTicketQuery = (ticketId: string) =>
  queryOptions({
    queryKey: cacheKeys.callOfTicket(ticketId),
    queryFn: ({ signal }) =>
      api.request<Page<PhoneCall>>({ method: 'GET', path: '/v1/calls', query: { ticketId, limit: 1 }, signal }),
    retry: false,
  })

/** The customer's latest tickets, this one included. */
export const earlierTicketsQuery = (customerId: string) =>
  queryOptions({
    queryKey: cacheKeys.earlierTickets(customerId),
    queryFn: ({ signal }) =>
      api.request<Page<Ticket>>({
        method: 'GET',
        path: '/v1/tickets',
        query: { customerId, limit: 6 },
        signal,
      }),
    retry: false,
  })

type Classification = NonNullable<TicketSuggestion['classification']>

export interface TransitionFacts {
  note?: string
  resolution?: string
  solutionCheck?: 'passed' | 'failed'
  cause?: { code?: string; text: string }
  correction?: { text: string; change?: string }
  fields?: Record<string, unknown>
}

/** Moves a ticket; 409 `guard_failed` names the facts that are still missing. */
export async function transitionTicket(input: { ticket: Ticket; to: string; facts: TransitionFacts }): Promise<Ticket> {
  return api.request<Ticket>({
    method: 'POST',
    path: `/v1/tickets/${input.ticket.id}/transitions`,
    body: { to: input.to, ...input.facts, expectedVersion: input.ticket.version },
  })
}

/** Gives the ticket to an agent, or to nobody. */
export async function assignTicket(input: { ticketId: string; agentId: string | null }): Promise<void> {
  const path = `/v1/tickets/${input.ticketId}/assignee`
  if (input.agentId === null) await api.request({ method: 'DELETE', path })
  else await api.request({ method: 'PUT', path, body: { agentId: input.agentId } })
}

export type TicketProperties = Partial<Pick<Ticket, 'priority' | 'queue' | 'tags'>>

/** Changes properties of a ticket; 412 when somebody changed it meanwhile. */
export async function patchTicket(input: { ticket: Ticket; change: TicketProperties | DetailChange }): Promise<Ticket> {
  return api.request<Ticket>({
    method: 'PATCH',
    path: `/v1/tickets/${input.ticket.id}`,
    body: input.change,
    headers: { 'if-match': `"${input.ticket.id}.${input.ticket.version}"` },
  })
}

/** Opens a case in Risk Review for a ticket; one that is open for this reason already is answered. */
export async function escalateTicket(body: {
  ticketId: string
  reason: string
  severity: string | null
  note: string | null
}): Promise<Case> {
  const { severity, ...rest } = body
  return api.request<Case>({
    method: 'POST',
    path: '/v1/cases',
    body: severity === null ? rest : { ...rest, severity },
  })
}

/** What might be done next on a ticket; duplicates and surges have places of their own. */
export const suggestionsQuery = (ticketId: string) =>
  queryOptions({
    queryKey: cacheKeys.suggestions(ticketId),
    queryFn: ({ signal }) =>
      api.request<Listing<TicketSuggestion>>({ method: 'GET', path: `/v1/tickets/${ticketId}/suggestions`, signal }),
  })

/** Takes a suggested classification over. */
export async function classifyTicket(ticketId: string, { category, type }: Classification): Promise<Ticket> {
  const body = { category, ...(type === null ? {} : { type }) }
  return api.request<Ticket>({ method: 'PATCH', path: `/v1/tickets/${ticketId}`, body })
}

/** The latest that was told outside of this ticket. */
export const ticketDeliveriesQuery = (id: string) =>
  queryOptions({
    queryKey: cacheKeys.deliveriesOfTicket(id),
    queryFn: ({ signal }) =>
      api.request<Page<Delivery>>({ method: 'GET', path: `/v1/tickets/${id}/deliveries`, query: { limit: 5 }, signal }),
  })

/** Mails what was said in public: to the customer, or to another address. */
export const sendTranscript = (ticketId: string, to: string | null) =>
  api.request<Mail>({ method: 'POST', path: `/v1/tickets/${ticketId}/transcript`, body: { to } })

/** The macros one may use, those meant for the ticket first. */
export const macrosQuery = (ticketId: string) =>
  queryOptions({
    queryKey: cacheKeys.macros(ticketId),
    queryFn: ({ signal }) =>
      api.request<Listing<Macro>>({ method: 'GET', path: '/v1/macros', query: { ticket: ticketId }, signal }),
  })

/** What a macro would say and do on a ticket. */
export const macroPreviewQuery = (ticketId: string, key: string) =>
  queryOptions({
    queryKey: cacheKeys.macroPreview(ticketId, key),
    queryFn: ({ signal }) =>
      api.request<{ text: string; does: string[] }>({
        method: 'POST',
        path: `/v1/tickets/${ticketId}/macros/${key}`,
        body: { preview: true },
        signal,
      }),
  })

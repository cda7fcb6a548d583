import { queryOptions } from '@tanstack/react-query'
import type {
  Automation,
  AutomationRun,
  AutomationVerdict,
  DryRun,
  DryRunRequest,
  Listing,
  Page,
  PublishedWorkflow,
  Ticket,
  WorkflowCheck,
  WorkflowRollout,
} from '@switchyard/sdk'
import { cacheKeys } from '../../live/cache-keys.ts'
import { api } from '../../live/client.ts'

/** The published document and its version. */
export const workflowQuery = queryOptions({
  queryKey: cacheKeys.workflow,
  queryFn: ({ signal }) => api.request<PublishedWorkflow>({ method: 'GET', path: '/v1/workflow', signal }),
})

/** Lint and embedded tests of a document; nothing is stored. */
export const checkQuery = (document: string | null) =>
  queryOptions({
    queryKey: ['workflow-check', document],
    queryFn: ({ signal }) =>
      api.request<WorkflowCheck>({ method: 'POST', path: '/v1/workflow/check', body: { document }, signal }),
    enabled: document !== null,
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 60_000,
  })

/** What a request would become under a document (the published one without it); nothing is created. */
export async function dryRun(input: { request: DryRunRequest; document?: string }): Promise<DryRun> {
  return api.request<DryRun>({ method: 'POST', path: '/v1/workflow/dry-run', body: input })
}

/** Publishes the document as the next version; 409 when another version was published meanwhile. */
export async function applyWorkflow(input: {
  document: string
  expectedVersion: number
}): Promise<{ version: number }> {
  return api.request<{ version: number }>({ method: 'PUT', path: '/v1/workflow', body: input })
}

/** The newest ticket, as a request to try; null in an empty workspace. */
export async function latestRequest(): Promise<DryRunRequest | null> {
  const page = await api.request<Page<Ticket>>({ method: 'GET', path: '/v1/tickets', query: { limit: 1 } })
  const ticket = page.data[0]
  if (!ticket) return null
  return {
    serviceLine: ticket.serviceLine ?? '',
    channel: ticket.channel,
    language: ticket.language ?? '',
    issueSummary: ticket.issueSummary,
  }
}

/** The automations in force with their runs of the last 30 days. */
export const automationsQuery = queryOptions({
  queryKey: cacheKeys.automations,
  queryFn: ({ signal }) => api.request<Listing<Automation>>({ method: 'GET', path: '/v1/automations', signal }),
})

/** The latest runs. */
export const automationRunsQuery = queryOptions({
  queryKey: cacheKeys.automationRuns,
  queryFn: ({ signal }) =>
    api.request<Page<AutomationRun>>({ method: 'GET', path: '/v1/automations/runs', query: { limit: 20 }, signal }),
})

export interface AutomationTry {
  number: string
  on: string
  text: string
}

/** What a document's automations would do to a ticket when something happens; nothing is done. */
export async function tryAutomations(
  { number, on, text }: AutomationTry,
  document: string,
): Promise<AutomationVerdict[]> {
  const ticket = await api.request<Ticket>({ method: 'GET', path: `/v1/tickets/number/${number}` })
  const event = { on, ...(text === '' ? {} : { text }) }
  const body = { ticketId: ticket.id, event, document }
  const tried = await api.request<Listing<AutomationVerdict>>({ method: 'POST', path: '/v1/automations/dry-run', body })
  return tried.data
}

/** How the roll-out of the version in force is faring; asked for only where its document has one. */
export const rolloutQuery = ({ document }: { document: string }) =>
  queryOptions({
    queryKey: cacheKeys.rollout,
    queryFn: ({ signal }) => api.request<WorkflowRollout>({ method: 'GET', path: '/v1/workflow/rollout', signal }),
    enabled: /\brollout["']?\s*:/u.test(document),
    refetchInterval: 60_000,
  })

import { queryOptions } from '@tanstack/react-query'
import type { DryRun, DryRunRequest, Page, PublishedWorkflow, Ticket, WorkflowCheck } from '@switchyard/sdk'
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

import { queryOptions } from '@tanstack/react-query'
import type { TicketCatalogue } from '@switchyard/sdk'
import { cacheKeys } from './cache-keys.ts'
import { api } from './client.ts'

/** The words of the workflow that a ticket may name. */
export const catalogueQuery = queryOptions({
  queryKey: [...cacheKeys.workflow, 'catalogue'],
  queryFn: ({ signal }) => api.request<TicketCatalogue>({ method: 'GET', path: '/v1/catalogue', signal }),
  staleTime: Infinity,
})

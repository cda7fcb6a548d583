import { queryOptions } from '@tanstack/react-query'
import type { ExplainedClock } from '@switchyard/sdk'
import { cacheKeys } from './cache-keys.ts'
import { api } from './client.ts'

/** Counted and skipped stretches of every clock of a ticket. Several screens ask. */
export const explainQuery = (ticketId: string) =>
  queryOptions({
    queryKey: cacheKeys.clocks(ticketId),
    queryFn: ({ signal }) =>
      api.request<{ clocks: ExplainedClock[] }>({ method: 'GET', path: `/v1/tickets/${ticketId}/sla/explain`, signal }),
  })

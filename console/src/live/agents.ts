import { queryOptions } from '@tanstack/react-query'
import type { Agent, Page } from '@switchyard/sdk'
import { cacheKeys } from './cache-keys.ts'
import { api } from './client.ts'

/** Everyone a ticket may be given to. Several features ask. */
export const agentsQuery = queryOptions({
  queryKey: cacheKeys.agents,
  queryFn: ({ signal }) =>
    api.request<Page<Agent>>({ method: 'GET', path: '/v1/agents', query: { limit: 200 }, signal }),
})

import { queryOptions } from '@tanstack/react-query'
import type { Listing, QueueFigures } from '@switchyard/sdk'
import { cacheKeys } from './cache-keys.ts'
import { api } from './client.ts'

/** Queues with their live figures, in the order of the workflow. Several screens ask. */
export const queuesQuery = queryOptions({
  queryKey: cacheKeys.queues,
  queryFn: ({ signal }) => api.request<Listing<QueueFigures>>({ method: 'GET', path: '/v1/queues', signal }),
})

import { queryOptions } from '@tanstack/react-query'
import type { Decision } from '@switchyard/sdk'
import { cacheKeys } from '../../live/cache-keys.ts'
import { api } from '../../live/client.ts'

/** A stored decision of the router: never changes, so it is asked once. */
export const decisionQuery = (id: string) =>
  queryOptions({
    queryKey: cacheKeys.decision(id),
    queryFn: ({ signal }) => api.request<Decision>({ method: 'GET', path: `/v1/decisions/${id}`, signal }),
    staleTime: Number.POSITIVE_INFINITY,
  })

import { queryOptions } from '@tanstack/react-query'
import type { Listing, ViewCount } from '@switchyard/sdk'
import { cacheKeys } from '../../live/cache-keys.ts'
import { api } from '../../live/client.ts'

/** Views of the inbox with their counts. */
export const viewsQuery = queryOptions({
  queryKey: cacheKeys.views,
  queryFn: ({ signal }) => api.request<Listing<ViewCount>>({ method: 'GET', path: '/v1/views', signal }),
})

import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import type { AccessMap, AccessRequest, Call, Listing, Page, Role } from '@switchyard/sdk'
import { cacheKeys } from '../../live/cache-keys.ts'
import { api } from '../../live/client.ts'

const path = '/v1/access/requests'

export const accessStates = ['submitted', 'approved', 'rejected'] as const
export type AccessState = (typeof accessStates)[number]

/** Requests for access in a state or in all, the newest first. */
export const accessRequestsQuery = (state: AccessState | null) =>
  infiniteQueryOptions({
    queryKey: cacheKeys.ofPartners('access', state),
    initialPageParam: null as string | null,
    queryFn: ({ pageParam, signal }) =>
      api.request<Page<AccessRequest>>({ method: 'GET', path, query: { state, limit: 50, after: pageParam }, signal }),
    getNextPageParam: (last) => last.page.next,
  })

/** Roles are the product's own: they stay as they are while it runs. */
export const rolesQuery = queryOptions({
  queryKey: cacheKeys.ofPartners('roles'),
  queryFn: ({ signal }) => api.request<Listing<Role>>({ method: 'GET', path: '/v1/roles', signal }),
  staleTime: Infinity,
})

export const approveCall = (id: string, body: AccessMap): Call => ({
  method: 'POST',
  path: `${path}/${id}/approve`,
  body,
})

export const rejectCall = (id: string, reason: string): Call => ({
  method: 'POST',
  path: `${path}/${id}/reject`,
  body: { reason },
})

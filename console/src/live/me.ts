import { queryOptions, useSuspenseQuery } from '@tanstack/react-query'
import type { Me } from '@switchyard/sdk'
import { cacheKeys } from './cache-keys.ts'
import { api, rememberWorkspace } from './client.ts'

let memberId = ''

/** The member who is signed in, once the frame stands; '' before. */
export function memberNow(): string {
  return memberId
}

/** Who is signed in, in which workspace, with which permissions. Every part of the screen may ask. */
export const meQuery = queryOptions({
  queryKey: cacheKeys.me,
  queryFn: async ({ signal }) => {
    const me = await api.request<Me>({ method: 'GET', path: '/v1/me', signal })
    rememberWorkspace(me.workspace.slug)
    memberId = me.member.id
    return me
  },
  staleTime: Number.POSITIVE_INFINITY,
})

/** The signed-in person; only inside the frame, whose loader fetched it. */
export function useMe(): Me {
  return useSuspenseQuery(meQuery).data
}

import { queryOptions } from '@tanstack/react-query'
import type { Decision, WhyNot } from '@switchyard/sdk'
import { cacheKeys } from '../../live/cache-keys.ts'
import { api } from '../../live/client.ts'

/** A stored decision of the router: never changes, so it is asked once. */
export const decisionQuery = (id: string) =>
  queryOptions({
    queryKey: cacheKeys.decision(id),
    queryFn: ({ signal }) => api.request<Decision>({ method: 'GET', path: `/v1/decisions/${id}`, signal }),
    staleTime: Number.POSITIVE_INFINITY,
  })

/** What stood against an agent when the decision was made; what it is compared with may change, so it is not kept. */
export const whyNotThenQuery = ({ id, taskId }: Pick<Decision, 'id' | 'taskId'>, agentId: string) =>
  queryOptions({
    queryKey: cacheKeys.whyNotThen(id, agentId),
    queryFn: ({ signal }) => {
      const query = { agent: agentId, decision: id }
      return api.request<WhyNot>({ method: 'GET', path: `/v1/tasks/${taskId}/why-not`, query, signal })
    },
    retry: false,
  })

import { queryOptions } from '@tanstack/react-query'
import type { Agent, PresenceState, Workload } from '@switchyard/sdk'
import { cacheKeys } from '../../live/cache-keys.ts'
import { api } from '../../live/client.ts'

/** One agent with its presence. */
export const agentQuery = (id: string) =>
  queryOptions({
    queryKey: cacheKeys.agent(id),
    queryFn: ({ signal }) => api.request<Agent>({ method: 'GET', path: `/v1/agents/${id}`, signal }),
  })

/** Units used, reserved by offers, and the tasks that hold them. */
export const workloadQuery = (id: string) =>
  queryOptions({
    queryKey: cacheKeys.workload(id),
    queryFn: ({ signal }) => api.request<Workload>({ method: 'GET', path: `/v1/agents/${id}/workload`, signal }),
  })

/** Sets whether work may be offered. Leaving `available` revokes pending offers at once. */
export async function setPresence(input: { agentId: string; state: PresenceState; reason?: string }): Promise<void> {
  await api.request({
    method: 'PUT',
    path: `/v1/agents/${input.agentId}/presence`,
    body: { state: input.state, ...(input.reason === undefined ? {} : { reason: input.reason }) },
  })
}

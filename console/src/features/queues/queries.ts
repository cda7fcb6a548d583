import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import type { QueryClient } from '@tanstack/react-query'
import type { Agent, Decision, Page, Task, Ticket, WhyNot } from '@switchyard/sdk'
import { cacheKeys } from '../../live/cache-keys.ts'
import { api } from '../../live/client.ts'
import { queuesQuery } from '../../live/queues.ts'

const pageSize = 100
const whyNotFreshMs = 10_000

/** Where each queue's next page begins; an empty text is its first. */
type Starts = Record<string, string>
export interface TaskPage {
  tasks: Task[]
  next: Starts | null
}

async function firstStarts(client: QueryClient, queue: string | null): Promise<Starts> {
  if (queue !== null) return { [queue]: '' }
  const { data } = await client.fetchQuery(queuesQuery)
  const busy = data.filter((one) => one.waiting + one.offered + one.active + one.paused > 0)
  return Object.fromEntries(busy.map((one) => [one.slug, '']))
}

/** Tasks that are not over, of one queue or (null) of all in scope, page by page, longest waiting first in each. */
export const tasksQuery = (client: QueryClient, queue: string | null) =>
  infiniteQueryOptions({
    queryKey: cacheKeys.taskList(queue),
    initialPageParam: null as Starts | null,
    queryFn: async ({ pageParam, signal }): Promise<TaskPage> => {
      const starts = pageParam ?? (await firstStarts(client, queue))
      const pages = await Promise.all(
        Object.entries(starts).map(async ([slug, after]) => {
          const path = `/v1/queues/${encodeURIComponent(slug)}/tasks`
          const query = { limit: pageSize, after }
          return { slug, ...(await api.request<Page<Task>>({ method: 'GET', path, query, signal })) }
        }),
      )
      const open = pages.flatMap(({ slug, page }) => (page.next === null ? [] : [[slug, page.next] as const]))
      return { tasks: pages.flatMap((page) => page.data), next: open.length > 0 ? Object.fromEntries(open) : null }
    },
    getNextPageParam: (last) => last.next,
  })

async function readRoster(signal: AbortSignal): Promise<Agent[]> {
  const agents: Agent[] = []
  let after: string | null = null
  do {
    const page: Page<Agent> = await api.request({
      method: 'GET',
      path: '/v1/agents',
      query: { include: 'workload', limit: 200, after },
      signal,
    })
    agents.push(...page.data)
    after = page.page.next
  } while (after !== null)
  return agents
}

/** Every agent with presence, what it holds and the queues it serves. */
export const rosterQuery = queryOptions({
  queryKey: cacheKeys.roster,
  queryFn: ({ signal }) => readRoster(signal),
})

/** What the router decided about a task, newest first. */
export const taskDecisionsQuery = (task: Pick<Task, 'id' | 'ticketId'>) =>
  queryOptions({
    queryKey: cacheKeys.taskDecisions(task.ticketId, task.id),
    queryFn: ({ signal }) =>
      api.request<Page<Decision>>({
        method: 'GET',
        path: `/v1/tasks/${task.id}/decisions`,
        query: { limit: 5 },
        signal,
      }),
  })

/** What stands against one agent at this moment; asked again every ten seconds while it is shown. */
export const whyNotQuery = (task: Pick<Task, 'id' | 'ticketId'>, agentId: string) =>
  queryOptions({
    queryKey: cacheKeys.whyNot(task.ticketId, agentId),
    queryFn: ({ signal }) =>
      api.request<WhyNot>({ method: 'GET', path: `/v1/tasks/${task.id}/why-not`, query: { agent: agentId }, signal }),
    refetchInterval: whyNotFreshMs,
    retry: false,
  })

/** Finds the open tickets whose wait ended without anybody, until somebody has them. */
export const expiredSearch = 'tag:wait-expired is:open assignee:none'

/** The newest of those. */
export const expiredQuery = queryOptions({
  queryKey: cacheKeys.expiredTickets,
  queryFn: ({ signal }) =>
    api.request<Page<Ticket>>({
      method: 'GET',
      path: '/v1/tickets',
      query: { q: expiredSearch, limit: pageSize },
      signal,
    }),
})

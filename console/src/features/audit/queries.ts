import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query'
import { ApiProblem } from '@switchyard/sdk'
import type {
  AuditRow,
  AuditVerdict,
  Delivery,
  DomainEvent,
  Listing,
  Page,
  Query,
  ReadinessReport,
} from '@switchyard/sdk'
import { cacheKeys } from '../../live/cache-keys.ts'
import { api } from '../../live/client.ts'

const pageSize = 50
const tailLength = 100
const healthMs = 10_000

/** The trail, newest first; one page looks through so many rows that it may be short and still have a next one. */
export const trailQuery = (filter: Query) =>
  infiniteQueryOptions({
    queryKey: cacheKeys.audit('trail', filter),
    initialPageParam: null as string | null,
    queryFn: ({ signal, pageParam }) =>
      api.request<Page<AuditRow>>({
        method: 'GET',
        path: '/v1/audit',
        query: { ...filter, after: pageParam, limit: pageSize },
        signal,
      }),
    getNextPageParam: (page) => page.page.next,
    placeholderData: keepPreviousData,
  })

/** Recomputes the hash of every sealed row and every signature. */
export async function verifyTrail(): Promise<AuditVerdict> {
  return api.request<AuditVerdict>({ method: 'GET', path: '/v1/audit/verify' })
}

/** Every type of event there is. */
export const eventTypesQuery = queryOptions({
  queryKey: cacheKeys.audit('types', {}),
  queryFn: ({ signal }) => api.request<Listing<{ type: string }>>({ method: 'GET', path: '/v1/events/types', signal }),
  staleTime: Number.POSITIVE_INFINITY,
})

async function readTail(types: string, signal: AbortSignal): Promise<DomainEvent[]> {
  const newest = await api.request<Page<AuditRow>>({ method: 'GET', path: '/v1/audit', query: { limit: 1 }, signal })
  const after = Math.max(0, (newest.data[0]?.seq ?? 0) - tailLength)
  const query = { after, limit: tailLength, types }
  const page = await api.request<Listing<DomainEvent>>({ method: 'GET', path: '/v1/events', query, signal })
  return page.data.toReversed()
}

/** The latest events of the log, newest first. What comes after is brought by the live feed. */
export const tailQuery = (types: string) =>
  queryOptions({
    queryKey: cacheKeys.audit('tail', { types }),
    queryFn: ({ signal }) => readTail(types, signal),
    placeholderData: keepPreviousData,
  })

async function readReadiness(signal: AbortSignal): Promise<ReadinessReport> {
  try {
    return await api.request<ReadinessReport>({ method: 'GET', path: '/readyz', signal })
  } catch (error) {
    const body: unknown = error instanceof ApiProblem ? error.body : {}
    const { checks } = body as Partial<ReadinessReport>
    // Not ready is an answer, not a failure.
    if (checks !== undefined) return { status: 'not_ready', checks }
    throw error
  }
}

/** Whether the service that answers is ready, check by check. */
export const readinessQuery = queryOptions({
  queryKey: cacheKeys.audit('ready', {}),
  queryFn: ({ signal }) => readReadiness(signal),
  refetchInterval: healthMs,
  retry: false,
})

/** Deliveries that were given up, newest first. */
export const deadDeliveriesQuery = queryOptions({
  queryKey: cacheKeys.audit('dead', {}),
  queryFn: ({ signal }) =>
    api.request<Page<Delivery>>({ method: 'GET', path: '/v1/deliveries', query: { state: 'dead', limit: 20 }, signal }),
  refetchInterval: healthMs,
})

import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import type {
  AuditRow,
  Certification,
  CertificationDetail,
  CursorPage,
  DomainEvent,
  Listing,
  Page,
  WorkspaceClock,
} from '@switchyard/sdk'
import { cacheKeys } from '../../live/cache-keys.ts'
import { api } from '../../live/client.ts'

const againMs = 5_000
/** While it runs its events go out one after the other. */
const runningMs = 1_000
const pageSize = 50
/** Of the events since a move, a page and the pages that are read of them. */
const firedPage = 200
const firedPages = 5

/** Where reports are read: a partner's own, or those of all whom the reader reviews. */
export const reportsPath = (isOwn: boolean) => (isOwn ? '/v1/partner/certification' : '/v1/certifications')

async function readPage(isOwn: boolean, asked: { pageParam: string | null; signal: AbortSignal }) {
  const { pageParam, signal } = asked
  const call = { method: 'GET', path: reportsPath(isOwn), signal } as const
  if (isOwn) {
    const query = { limit: pageSize, cursor: pageParam }
    const { data, meta } = await api.request<CursorPage<Certification>>({ ...call, query })
    return { data, next: meta.cursor }
  }
  const query = { limit: pageSize, after: pageParam }
  const { data, page } = await api.request<Page<Certification>>({ ...call, query })
  return { data, next: page.next }
}

/** Reports, the newest first. */
export const certificationsQuery = (isOwn: boolean) =>
  infiniteQueryOptions({
    queryKey: cacheKeys.ofPartners('certifications', isOwn),
    initialPageParam: null as string | null,
    queryFn: (asked) => readPage(isOwn, asked),
    getNextPageParam: (last) => last.next,
    // As soon as the report beside it: the two are not to say different things for long.
    refetchInterval: ({ state: { data } }) =>
      data?.pages.some((page) => page.data.some(({ state }) => state === 'running')) === true ? runningMs : againMs,
  })

/** One report with all that was sent and answered. */
export const certificationQuery = (isOwn: boolean, id: string) =>
  queryOptions({
    queryKey: cacheKeys.ofPartners('certification', isOwn, id),
    queryFn: ({ signal }) =>
      api.request<CertificationDetail>({ method: 'GET', path: `${reportsPath(isOwn)}/${id}`, signal }),
    refetchInterval: ({ state }) => (state.data?.state === 'running' ? runningMs : false),
  })

/** What time it is in the workspace. */
export const clockQuery = queryOptions({
  queryKey: cacheKeys.ofPartners('clock'),
  queryFn: ({ signal }) => api.request<WorkspaceClock>({ method: 'GET', path: '/v1/workspace/clock', signal }),
})

/** The last move of the clock and what the product itself has done since. */
interface Fired {
  bySeconds: number
  events: DomainEvent[]
}

/** A move of hours wakes much at once: what one waits for may be far behind it. */
async function readSince(seq: number, signal: AbortSignal): Promise<DomainEvent[]> {
  const events: DomainEvent[] = []
  for (let page = 0; page < firedPages; page++) {
    const query = { after: events.at(-1)?.seq ?? seq, limit: firedPage }
    const { data } = await api.request<Listing<DomainEvent>>({ method: 'GET', path: '/v1/events', query, signal })
    events.push(...data)
    if (data.length < firedPage) break
  }
  return events
}

async function readFired(signal: AbortSignal): Promise<Fired | null> {
  const moves = await api.request<Page<AuditRow>>({
    method: 'GET',
    path: '/v1/audit',
    query: { type: 'workspace.clock_moved', limit: 1 },
    signal,
  })
  const [move] = moves.data
  if (move === undefined) return null
  const isOwn = ({ actor }: DomainEvent) => actor?.kind === 'system' || actor?.kind === 'router'
  const events = (await readSince(move.seq, signal)).filter(isOwn)
  return { bySeconds: Number(move.data['bySeconds']), events: events.toReversed() }
}

/** Null while the clock was never moved. */
export const firedQuery = queryOptions({
  queryKey: cacheKeys.ofPartners('fired'),
  queryFn: ({ signal }) => readFired(signal),
  refetchInterval: 2_000,
})

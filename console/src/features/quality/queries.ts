import { keepPreviousData, queryOptions } from '@tanstack/react-query'
import type {
  Agent,
  Listing,
  Page,
  QaReport,
  QaReview,
  QaReviewCreate,
  Query,
  Scorecard,
  Ticket,
} from '@switchyard/sdk'
import { cacheKeys } from '../../live/cache-keys.ts'
import { api } from '../../live/client.ts'
import { dayOf } from '../../ui/report-time.ts'

const reviewsShown = 100
const endedShown = 100
const dayMs = 86_400_000
const reviewedWithinDays = 14

/** The report of a time; the last one stays on the screen while another is asked for. */
export const reportQuery = (query: Query) =>
  queryOptions({
    queryKey: cacheKeys.qaReport(query),
    queryFn: ({ signal }) => api.request<QaReport>({ method: 'GET', path: '/v1/qa/report', query, signal }),
    placeholderData: keepPreviousData,
  })

/** The newest reviews, of one ticket or (null) of all. */
export const reviewsQuery = (ticketId: string | null) =>
  queryOptions({
    queryKey: cacheKeys.qaReviews(ticketId),
    queryFn: ({ signal }) =>
      api.request<Page<QaReview>>({
        method: 'GET',
        path: '/v1/qa/reviews',
        query: { ticketId, limit: reviewsShown },
        signal,
      }),
  })

/** Scorecards of the workflow in force. */
export const scorecardsQuery = queryOptions({
  queryKey: cacheKeys.scorecards,
  queryFn: ({ signal }) => api.request<Listing<Scorecard>>({ method: 'GET', path: '/v1/qa/scorecards', signal }),
})

async function readToReview(nowMs: number, signal: AbortSignal): Promise<Ticket[]> {
  const q = `-is:open ended:${dayOf(nowMs - reviewedWithinDays * dayMs)}..`
  const [ended, reviews] = await Promise.all([
    api.request<Page<Ticket>>({ method: 'GET', path: '/v1/tickets', query: { q, limit: endedShown }, signal }),
    api.request<Page<QaReview>>({ method: 'GET', path: '/v1/qa/reviews', query: { limit: 200 }, signal }),
  ])
  const reviewed = new Set(reviews.data.map(({ ticket }) => ticket.id))
  return ended.data
    .filter(({ id, assignee }) => assignee !== null && !reviewed.has(id))
    .sort((a, b) => (b.closedAt ?? b.updatedAt).localeCompare(a.closedAt ?? a.updatedAt))
}

/** Tickets of the last two weeks that somebody solved or closed and nobody has reviewed, the latest first. */
export const toReviewQuery = (nowMs: () => number) =>
  queryOptions({ queryKey: cacheKeys.toReview, queryFn: ({ signal }) => readToReview(nowMs(), signal) })

/** Whose work may be asked for. */
export const reviewedAgentsQuery = queryOptions({
  queryKey: cacheKeys.agents,
  queryFn: ({ signal }) =>
    api.request<Page<Agent>>({ method: 'GET', path: '/v1/agents', query: { limit: 200 }, signal }),
})

/** The ticket under review. */
export const reviewedTicketQuery = (id: string) =>
  queryOptions({
    queryKey: cacheKeys.ticket(id),
    queryFn: ({ signal }) => api.request<Ticket>({ method: 'GET', path: `/v1/tickets/${id}`, signal }),
  })

/** Records a review; 403 for one's own work, 409 for a second one. */
export async function sendReview(body: QaReviewCreate): Promise<QaReview> {
  return api.request<QaReview>({ method: 'POST', path: '/v1/qa/reviews', body })
}

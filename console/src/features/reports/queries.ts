import { keepPreviousData, queryOptions } from '@tanstack/react-query'
import type { FairnessReport, ForecastReport, Query, RecurringReport, ReportOverview, SlaReport } from '@switchyard/sdk'
import { cacheKeys } from '../../live/cache-keys.ts'
import { api } from '../../live/client.ts'

const freshMs = 60_000

/** Volumes, backlog and shares of a time; the last answer stays on the screen while another is asked for. */
export const overviewQuery = (query: Query) =>
  queryOptions({
    queryKey: cacheKeys.report('overview', query),
    queryFn: ({ signal }) =>
      api.request<ReportOverview>({ method: 'GET', path: '/v1/reports/overview', query, signal }),
    placeholderData: keepPreviousData,
    staleTime: freshMs,
  })

/** Promises kept and broken in a time. */
export const slaReportQuery = (query: Query) =>
  queryOptions({
    queryKey: cacheKeys.report('sla', query),
    queryFn: ({ signal }) => api.request<SlaReport>({ method: 'GET', path: '/v1/reports/sla', query, signal }),
    placeholderData: keepPreviousData,
    staleTime: freshMs,
  })

/** How good the breach risks of a time were. */
export const forecastQuery = (query: Query) =>
  queryOptions({
    queryKey: cacheKeys.report('forecast', query),
    queryFn: ({ signal }) =>
      api.request<ForecastReport>({ method: 'GET', path: '/v1/reports/forecast', query, signal }),
    placeholderData: keepPreviousData,
    staleTime: freshMs,
  })

/** Issues that came up again and again in a time. */
export const recurringQuery = (query: Query) =>
  queryOptions({
    queryKey: cacheKeys.report('recurring', query),
    queryFn: ({ signal }) =>
      api.request<RecurringReport>({ method: 'GET', path: '/v1/reports/recurring', query, signal }),
    placeholderData: keepPreviousData,
    staleTime: freshMs,
  })

/** How evenly work is shared among people in a time, and by team. */
export const fairnessQuery = (query: Query) =>
  queryOptions({
    queryKey: cacheKeys.report('fairness', query),
    queryFn: ({ signal }) =>
      api.request<FairnessReport>({
        method: 'GET',
        path: '/v1/reports/fairness',
        query: { ...query, groupBy: 'team' },
        signal,
      }),
    placeholderData: keepPreviousData,
    staleTime: freshMs,
  })

/** Links the tickets of an issue to the ticket of the problem behind it; gives how many are. */
export const linkIssue = (issue: string, ticketId: string, query: Query) =>
  api.request<{ linked: number }>({
    method: 'POST',
    path: '/v1/reports/recurring/problem',
    body: {
      key: issue,
      ticketId,
      ...Object.fromEntries(Object.entries(query).filter(([, value]) => value !== null && value !== undefined)),
    },
  })

import { keepPreviousData, queryOptions } from '@tanstack/react-query'
import type { Query, ReportOverview, SlaReport } from '@switchyard/sdk'
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

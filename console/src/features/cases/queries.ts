import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import type { Case, CaseDetail, CaseLane, Listing, Page } from '@switchyard/sdk'
import { cacheKeys } from '../../live/cache-keys.ts'
import { api } from '../../live/client.ts'
import { queryOf } from './case-filter.ts'
import type { CaseFilter, CaseStatus } from './case-filter.ts'

const pageSize = 100
const closedPageSize = 20

/** How many cases stand in each lane, and how many of them are late, paused or critical. */
export const lanesQuery = (filter: CaseFilter) =>
  queryOptions({
    queryKey: cacheKeys.caseLanes(filter),
    queryFn: ({ signal }) =>
      api.request<Listing<CaseLane>>({ method: 'GET', path: '/v1/cases/lanes', query: queryOf(filter), signal }),
    placeholderData: (known) => known,
  })

/** The cases of one lane, page by page; of the closed ones the latest few at first. */
export const laneQuery = (status: CaseStatus, filter: CaseFilter) =>
  infiniteQueryOptions({
    queryKey: cacheKeys.caseLane(status, filter),
    initialPageParam: null as string | null,
    queryFn: ({ pageParam, signal }) =>
      api.request<Page<Case>>({
        method: 'GET',
        path: '/v1/cases',
        query: {
          ...queryOf(filter),
          status,
          limit: status === 'closed' ? closedPageSize : pageSize,
          after: pageParam,
        },
        signal,
      }),
    getNextPageParam: (last) => last.page.next,
    placeholderData: (known) => known,
  })

/** One case with its audit trail. */
export const caseQuery = (id: string) =>
  queryOptions({
    queryKey: cacheKeys.case(id),
    queryFn: ({ signal }) => api.request<CaseDetail>({ method: 'GET', path: `/v1/cases/${id}`, signal }),
  })

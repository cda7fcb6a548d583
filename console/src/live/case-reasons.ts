import { queryOptions } from '@tanstack/react-query'
import type { CaseReason, Listing } from '@switchyard/sdk'
import { cacheKeys } from './cache-keys.ts'
import { api } from './client.ts'

/** What cases may be opened for, in the order of the workflow. Several screens ask. */
export const caseReasonsQuery = queryOptions({
  queryKey: cacheKeys.caseReasons,
  queryFn: ({ signal }) => api.request<Listing<CaseReason>>({ method: 'GET', path: '/v1/cases/reasons', signal }),
})

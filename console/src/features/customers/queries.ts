import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query'
import type {
  Customer,
  CustomerHistoryItem,
  CustomerMergePreview,
  CustomerUpdate,
  ErasureReceipt,
  ExportReceipt,
  Page,
} from '@switchyard/sdk'
import { cacheKeys } from '../../live/cache-keys.ts'
import { api } from '../../live/client.ts'
import { downloadFile } from '../../live/download.ts'

/** What the list of customers is narrowed to. */
export interface CustomerFilter {
  q: string
  tier: string | null
}

/** Customers, newest first, page by page. */
export const customersQuery = ({ q, tier }: CustomerFilter) =>
  infiniteQueryOptions({
    queryKey: cacheKeys.customerList({ q, tier }),
    queryFn: ({ signal, pageParam }) =>
      api.request<Page<Customer>>({
        method: 'GET',
        path: '/v1/customers',
        query: { q: q === '' ? null : q, tier, after: pageParam, limit: 50 },
        signal,
      }),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.page.next,
    placeholderData: keepPreviousData,
  })

/** Customers that a few letters find, for choosing one. */
export const foundCustomersQuery = (q: string) =>
  queryOptions({
    queryKey: cacheKeys.customerList({ q, found: true }),
    queryFn: ({ signal }) =>
      api.request<Page<Customer>>({ method: 'GET', path: '/v1/customers', query: { q, limit: 6 }, signal }),
    enabled: q.length > 1,
    placeholderData: keepPreviousData,
  })

/** Everything that happened with a customer, the latest first. */
export const historyQuery = (id: string) =>
  infiniteQueryOptions({
    queryKey: cacheKeys.customerHistory(id),
    queryFn: ({ signal, pageParam }) =>
      api.request<Page<CustomerHistoryItem>>({
        method: 'GET',
        path: `/v1/customers/${id}/history`,
        query: { after: pageParam, limit: 50 },
        signal,
      }),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.page.next,
  })

/** Receipts of the copies of a customer that were given out, the latest first. */
export const copyReceiptsQuery = (id: string) =>
  queryOptions({
    queryKey: cacheKeys.customerReceipts(id),
    queryFn: async ({ signal }) => {
      const query = { customerId: id, limit: 50 }
      return (await api.request<Page<ExportReceipt>>({ method: 'GET', path: '/v1/exports', query, signal })).data
    },
  })

/** What merging one customer into another would do. */
export const mergePreviewQuery = (sourceId: string, targetId: string) =>
  queryOptions({
    queryKey: cacheKeys.customerMerge(sourceId, targetId),
    queryFn: ({ signal }) =>
      api.request<CustomerMergePreview>({
        method: 'GET',
        path: `/v1/customers/${sourceId}/merge`,
        query: { into: targetId },
        signal,
      }),
    retry: false,
    staleTime: 0,
  })

const ifMatch = ({ id, version }: { id: string; version: number }) => ({ 'if-match': `"${id}.${version}"` })

/** Changes a customer; 412 when somebody has changed it meanwhile. */
export function updateCustomer(customer: Customer, body: CustomerUpdate): Promise<Customer> {
  const path = `/v1/customers/${customer.id}`
  return api.request<Customer>({ method: 'PATCH', path, body, headers: ifMatch(customer) })
}

/** Merges what the preview showed, and nothing else. */
export function mergeCustomers({ source, target }: CustomerMergePreview): Promise<Customer> {
  return api.request<Customer>({
    method: 'POST',
    path: `/v1/customers/${source.id}/merge`,
    body: { into: target.id, otherVersion: target.version },
    headers: ifMatch(source),
  })
}

/** Gives a customer that was merged its own life again. */
export function unmergeCustomer(id: string): Promise<Customer> {
  return api.request<Customer>({ method: 'POST', path: `/v1/customers/${id}/unmerge` })
}

/** Erases a customer for good; gives the receipt. */
export function eraseCustomer(id: string): Promise<ErasureReceipt> {
  return api.request<ErasureReceipt>({ method: 'POST', path: `/v1/customers/${id}/erase`, body: { closeOpen: true } })
}

/** The copy of everything, as a file. */
export function downloadCopy({ id, externalId }: Customer): Promise<void> {
  const fileName = `${externalId.replace(/[^\w.-]+/g, '_')}.json`
  return downloadFile({ path: `/v1/customers/${id}/export`, query: {}, type: 'application/json', fileName })
}

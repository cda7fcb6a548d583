import { queryOptions } from '@tanstack/react-query'
import type { Bulk, BulkAction, BulkChange, BulkPreview, Listing, Macro, StatusWords } from '@switchyard/sdk'
import { cacheKeys } from '../../live/cache-keys.ts'
import { api } from '../../live/client.ts'
import type { ListFilter } from './queries.ts'
import type { Selection } from './selection.ts'

type Chosen = Pick<BulkChange, 'ids' | 'q' | 'view'>

/** What a selection is to the API: ids, or the search of its list. */
export function chosenOf({ ids, isAll }: Selection, { view, queue, q }: ListFilter): Chosen {
  if (!isAll) return { ids: [...ids] }
  const search = [q ?? '', queue === undefined ? '' : `queue:"${queue}"`].filter(Boolean).join(' ')
  return { q: search, ...(view !== undefined && { view: view as NonNullable<Chosen['view']> }) }
}

/** What a change would do; nothing is done. */
export const previewQuery = (chosen: Chosen, action: BulkAction) =>
  queryOptions({
    queryKey: [...cacheKeys.bulks, 'preview', chosen, action],
    queryFn: ({ signal }) =>
      api.request<BulkPreview>({
        method: 'POST',
        path: '/v1/tickets/bulk',
        body: { ...chosen, action, dryRun: true },
        signal,
      }),
    staleTime: 0,
    gcTime: 0,
    retry: false,
  })

/** Begins a change. */
export const startBulk = (chosen: Chosen, action: BulkAction) =>
  api.request<Bulk>({ method: 'POST', path: '/v1/tickets/bulk', body: { ...chosen, action } })

/** Has it undone. */
export const undoBulk = (id: string) => api.request<Bulk>({ method: 'POST', path: `/v1/bulk/${id}/undo` })

const askedEveryMs = 700

/** How far a change is; asked again while it goes on. */
export const bulkQuery = (id: string) =>
  queryOptions({
    queryKey: cacheKeys.bulk(id),
    queryFn: ({ signal }) => api.request<Bulk>({ method: 'GET', path: `/v1/bulk/${id}`, signal }),
    refetchInterval: ({ state }) => {
      const isOpen = state.data === undefined || state.data.state === 'running' || state.data.state === 'undoing'
      return isOpen ? askedEveryMs : false
    },
  })

/** Every status a ticket may be moved to. */
export const statusesQuery = queryOptions({
  queryKey: [...cacheKeys.workflow, 'statuses'],
  queryFn: ({ signal }) => api.request<Listing<StatusWords>>({ method: 'GET', path: '/v1/statuses', signal }),
})

/** Every macro one may use, whatever the ticket. */
export const anyMacrosQuery = queryOptions({
  queryKey: [...cacheKeys.workflow, 'macros'],
  queryFn: ({ signal }) => api.request<Listing<Macro>>({ method: 'GET', path: '/v1/macros', signal }),
})

import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import { ApiProblem } from '@switchyard/sdk'
import type { Call, Store, StoreSave } from '@switchyard/sdk'
import { cacheKeys } from '../../live/cache-keys.ts'
import { api } from '../../live/client.ts'
import type { PartnersFilter } from './partners-filter.ts'
import { pagesOf } from './queries.ts'

/** Who may not read events hears of others' changes this way. */
const againMs = 15_000

export const storesPath = '/v1/stores'

/** How the stores are narrowed, as the API names it. */
export const storesFilter = ({ brand, region, franchisee }: PartnersFilter) => ({ brand, region, franchisee })

/** Stores by number. */
export const storesQuery = (filter: PartnersFilter) =>
  infiniteQueryOptions({
    ...pagesOf<Store>(cacheKeys.ofPartners('stores', storesFilter(filter)), storesPath, storesFilter(filter)),
    refetchInterval: againMs,
  })

/** Where one store is read and saved. */
export const storePath = (storeId: string) => `${storesPath}/${encodeURIComponent(storeId)}`

/** One store by its number; null = there is none, or none of the reader's. */
export const storeQuery = (storeId: string) =>
  queryOptions({
    queryKey: cacheKeys.ofPartners('store', storeId),
    queryFn: ({ signal }) =>
      api.request<Store>({ method: 'GET', path: storePath(storeId), signal }).catch((error: unknown) => {
        if (error instanceof ApiProblem && error.status === 404) return null
        throw error
      }),
    refetchInterval: againMs,
  })

/** Saves a store over the version that was seen; 0 = there was none. */
export const saveStoreCall = (storeId: string, body: StoreSave, version: number): Call => ({
  method: 'PUT',
  path: storePath(storeId),
  body,
  headers: { 'if-match': `"store-${encodeURIComponent(storeId)}.${version}"` },
})

/** Somebody else was quicker. */
export const isMeanwhile = (error: Error | null) => error instanceof ApiProblem && error.status === 412

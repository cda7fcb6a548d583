import { queryOptions } from '@tanstack/react-query'
import type { Listing, SearchField, View, ViewCount } from '@switchyard/sdk'
import { wordFor } from '../ui/words/words.ts'
import { cacheKeys } from './cache-keys.ts'
import { api } from './client.ts'

/** The views of the inbox, shared ones first. Several parts of the screen ask. */
export const viewsQuery = queryOptions({
  queryKey: cacheKeys.views,
  queryFn: ({ signal }) => api.request<Listing<View>>({ method: 'GET', path: '/v1/views', signal }),
})

/** A deadline that comes near moves a ticket into a view without any event. */
const countAgainMs = 30_000

/** How many tickets each view holds; asked again when the feed tells of a change. */
export const viewCountsQuery = queryOptions({
  queryKey: cacheKeys.viewCounts,
  queryFn: ({ signal }) => api.request<Listing<ViewCount>>({ method: 'GET', path: '/v1/views/counts', signal }),
  refetchInterval: countAgainMs,
})

/** The fields of the search grammar, from the one that reads it. */
export const searchGrammarQuery = queryOptions({
  queryKey: cacheKeys.searchGrammar,
  queryFn: ({ signal }) => api.request<Listing<SearchField>>({ method: 'GET', path: '/v1/search/grammar', signal }),
  staleTime: 5 * 60_000,
})

/** How a view is named in an address: by its word where it is the product's, so that links outlive a new workspace. */
export const viewKey = (view: Pick<View, 'id' | 'slug'>) => view.slug ?? view.id

/** The name of a view: its own, or the product's in the language of the screen. */
export const viewName = (view: Pick<View, 'slug' | 'name' | 'hasOwnName'>) =>
  view.slug === null || view.hasOwnName ? view.name : wordFor('view', view.slug)

/** A count as it stands beside a name: `999+` where counting stopped. */
export const countText = ({ count, isCapped }: Pick<ViewCount, 'count' | 'isCapped'>) =>
  isCapped ? '999+' : String(count)

import type { Listing, View } from '@switchyard/sdk'
import { api } from '../../live/client.ts'

/** What a person says of a view. */
export interface ViewDraft {
  name: string
  q: string
  icon: string
  sort: View['sort']
  groupBy: string | null
  columns: string[]
  sharedWith: View['sharedWith']
  teams: string[]
}

/** Makes a view, or changes the one that is given. */
export function saveView(view: View | null, draft: ViewDraft): Promise<View> {
  if (view === null) return api.request<View>({ method: 'POST', path: '/v1/views', body: draft })
  // The product's name for a view stays the product's while nobody writes another.
  const { name, ...rest } = draft
  const body = name === view.name ? rest : draft
  return api.request<View>({ method: 'PATCH', path: `/v1/views/${view.id}`, body })
}

export function deleteView(view: View): Promise<unknown> {
  return api.request({ method: 'DELETE', path: `/v1/views/${view.id}` })
}

export function orderViews(ids: string[]): Promise<Listing<View>> {
  return api.request<Listing<View>>({ method: 'PUT', path: '/v1/views/order', body: { ids } })
}

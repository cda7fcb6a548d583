import { useQuery } from '@tanstack/react-query'
import { useSearch } from '@tanstack/react-router'
import type { ListFilter } from '../features/inbox/queries.ts'
import { shapeOf } from '../live/list-shape.ts'
import type { ListShape } from '../live/list-shape.ts'
import { queuesQuery } from '../live/queues.ts'
import { viewKey, viewName, viewsQuery } from '../live/views.ts'

/** The list that the address asks for: a queue, a view, or the first view; with the search on top. */
export function useList(): { filter: ListFilter | null; title: string; shape: ListShape; isFirstView: boolean } {
  const { view, queue, q, sort } = useSearch({ from: '/frame/inbox' })
  const { data: views, isError } = useQuery(viewsQuery)
  const { data: queues } = useQuery(queuesQuery)
  if (queue !== undefined)
    return {
      filter: { queue, q },
      title: queues?.data.find((entry) => entry.slug === queue)?.label ?? queue,
      shape: shapeOf(undefined, sort),
      isFirstView: false,
    }
  const first = views?.data[0]
  const chosen = view === undefined ? first : views?.data.find((one) => one.slug === view || one.id === view)
  const key = view ?? (first && viewKey(first))
  const filter = key === undefined ? (isError ? { q } : null) : { view: key, q }
  return {
    filter,
    title: chosen === undefined ? '' : viewName(chosen),
    shape: shapeOf(chosen, sort),
    isFirstView: chosen !== undefined && chosen === first && q === undefined,
  }
}

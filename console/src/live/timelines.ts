import { queryOptions } from '@tanstack/react-query'
import type { Listing, Page, TimelineItem } from '@switchyard/sdk'
import { cacheKeys } from './cache-keys.ts'
import { api } from './client.ts'

async function readTimeline(id: string, signal: AbortSignal): Promise<Listing<TimelineItem>> {
  const data: TimelineItem[] = []
  let after: string | null = null
  do {
    const page: Page<TimelineItem> = await api.request({
      method: 'GET',
      path: `/v1/tickets/${id}/timeline`,
      query: { after },
      signal,
    })
    data.push(...page.data)
    after = page.page.next
  } while (after !== null)
  return { data }
}

/** Messages and events of a ticket in one order, all of them. */
export const timelineQuery = (id: string) =>
  queryOptions({
    queryKey: cacheKeys.timeline(id),
    queryFn: ({ signal }) => readTimeline(id, signal),
  })

/** What was noted for whoever takes the work that was handed on last, and by whom; null when nothing was. */
export function handOverNote(items: readonly TimelineItem[]): { text: string; by: string | null } | null {
  const place = items.findLastIndex(({ type }) => type === 'task.transferred')
  const moved = items[place]
  if (moved === undefined) return null
  // Of one change: by the same hand, in the same instant, before the work moved.
  const noted = items
    .slice(0, place)
    .findLast(
      ({ message, actor, at }) => message?.visibility === 'internal' && actor.id === moved.actor.id && at === moved.at,
    )
  const message = noted?.message
  return message == null || message.body === '' ? null : { text: message.body, by: message.author.name }
}

import type { QueryClient } from '@tanstack/react-query'
import { listRows } from './list-rows.ts'
import type { ListShape } from '../../live/list-shape.ts'
import { ticketListQuery } from './queries.ts'
import type { ListFilter } from './queries.ts'

/** Which of these comes after one: at the end the one before it; null when it is alone or not among them. */
export function nextOf(ids: readonly string[], id: string): string | null {
  const at = ids.indexOf(id)
  return at === -1 ? null : (ids[at + 1] ?? ids[at - 1] ?? null)
}

interface Place {
  filter: ListFilter
  shape: ListShape
  ticketId: string
  nowMs: number
}

/** The ticket that stands next to one in a list, as far as the list is known. */
export function nextTicket(client: QueryClient, { filter, shape, ticketId, nowMs }: Place): string | null {
  const known = client.getQueryData(ticketListQuery(filter).queryKey)
  const rows = listRows(known?.pages.map((page) => page.data) ?? [], shape, nowMs)
  return nextOf(
    rows.flatMap((row) => (row.kind === 'ticket' ? [row.ticket.id] : [])),
    ticketId,
  )
}

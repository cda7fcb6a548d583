import type { Ticket } from '@switchyard/sdk'
import { heldOrder } from '../../ui/held-order.ts'
import { inDueOrder } from './due-groups.ts'
import type { ListGrouping, ListShape } from '../../live/list-shape.ts'
import { ticketGroups } from './ticket-groups.ts'

export type ListRow =
  | { kind: 'group'; by: ListGrouping; name: string; count: number; first: Ticket }
  | { kind: 'ticket'; ticket: Ticket }

/**
 * Rows of the list. By due time only the first page is sorted and grouped; later pages follow in the server's order, so
 * a page that arrives never moves a row above it. Other groups take in every page, and count all that is known.
 */
export function listRows(
  pages: readonly (readonly Ticket[])[],
  { order, groupBy }: Pick<ListShape, 'order' | 'groupBy'>,
  nowMs: number,
): ListRow[] {
  const asRow = (ticket: Ticket): ListRow => ({ kind: 'ticket', ticket })
  const [first = [], ...later] = pages
  const sorted = [...(order === 'due' ? inDueOrder(first, nowMs) : first), ...later.flat()]
  if (groupBy === null) return sorted.map(asRow)
  const grouped = groupBy === 'due' ? sorted.slice(0, first.length) : sorted
  return [
    ...ticketGroups(grouped, groupBy, nowMs).flatMap(({ name, tickets }): ListRow[] => {
      const [head] = tickets
      const heading = head ? [{ kind: 'group' as const, by: groupBy, name, count: tickets.length, first: head }] : []
      return [...heading, ...tickets.map(asRow)]
    }),
    ...sorted.slice(grouped.length).map(asRow),
  ]
}

/** The same rows in the order already on screen; a group that is new does not open while they are held. */
export function heldRows(shown: readonly ListRow[], fresh: readonly ListRow[]): ListRow[] {
  const idOf = (row: ListRow) => (row.kind === 'group' ? `group ${row.name}` : row.ticket.id)
  const known = new Set(shown.map(idOf))
  return heldOrder(
    shown,
    fresh.filter((row) => row.kind === 'ticket' || known.has(idOf(row))),
    idOf,
  )
}

import type { Ticket } from '@switchyard/sdk'
import { heldOrder } from '../../ui/held-order.ts'
import { dueGroups } from './due-groups.ts'
import type { GroupName } from './due-groups.ts'

export type ListOrder = 'due' | 'newest'
export type ListRow = { kind: 'group'; name: GroupName; count: number } | { kind: 'ticket'; ticket: Ticket }

/**
 * Rows of the list. By due time only the first page is grouped; later pages follow in the server's order, so a page that
 * arrives never moves a row above it.
 */
export function listRows(pages: readonly (readonly Ticket[])[], order: ListOrder, nowMs: number): ListRow[] {
  const asRow = (ticket: Ticket): ListRow => ({ kind: 'ticket', ticket })
  if (order === 'newest') return pages.flat().map(asRow)
  const grouped = dueGroups(pages[0] ?? [], nowMs).flatMap((group): ListRow[] => [
    { kind: 'group', name: group.name, count: group.tickets.length },
    ...group.tickets.map(asRow),
  ])
  return [...grouped, ...pages.slice(1).flat().map(asRow)]
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

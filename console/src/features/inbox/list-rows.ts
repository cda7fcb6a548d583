import type { Ticket } from '@switchyard/sdk'
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

/**
 * The same rows in the order already on screen: what is known stays in its place with its new content, what is gone
 * leaves, what is new waits at the end. Used while a pointer rests on the list.
 */
export function heldRows(shown: readonly ListRow[], fresh: readonly ListRow[]): ListRow[] {
  const idOf = (row: ListRow) => (row.kind === 'group' ? `group ${row.name}` : row.ticket.id)
  const byId = new Map(fresh.map((row) => [idOf(row), row]))
  const kept = shown.flatMap((row) => {
    const now = byId.get(idOf(row))
    byId.delete(idOf(row))
    return now ? [now] : []
  })
  return [...kept, ...[...byId.values()].filter((row) => row.kind === 'ticket')]
}

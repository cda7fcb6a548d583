import type { View } from '@switchyard/sdk'

export type ListOrder = 'due' | 'newest'

/** What a list may show of a ticket, in the order of a view that names none of its own. */
export const listColumns = [
  'number',
  'summary',
  'customer',
  'status',
  'priority',
  'queue',
  'assignee',
  'due',
  'channel',
  'language',
  'category',
  'type',
  'tags',
  'created',
  'updated',
] as const
export type ListColumn = (typeof listColumns)[number]

export const listGroupings = ['due', 'status', 'queue', 'priority', 'assignee', 'customer', 'channel'] as const
export type ListGrouping = (typeof listGroupings)[number]

/** How a list is drawn: its order, what it is grouped by, and the columns it shows where there is room. */
export interface ListShape {
  order: ListOrder
  groupBy: ListGrouping | null
  /** None = the usual card. */
  columns: readonly ListColumn[]
}

/** The shape that a view asks for; an order chosen on the screen goes before the view's. */
export function shapeOf(view: View | undefined, chosen: ListOrder | undefined): ListShape {
  const order = chosen ?? (view === undefined || view.sort === 'due' ? 'due' : 'newest')
  const columns = view?.columns.filter((name): name is ListColumn => listColumns.some((known) => known === name)) ?? []
  const wanted = listGroupings.find((grouping) => grouping === view?.groupBy)
  return {
    order,
    groupBy: wanted ?? (order === 'due' ? 'due' : null),
    // A clock alone names no ticket.
    columns: columns.length === 1 && columns[0] === 'due' ? ['number', 'due'] : columns,
  }
}

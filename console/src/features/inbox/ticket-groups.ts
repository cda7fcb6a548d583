import type { Ticket } from '@switchyard/sdk'
import { dueNameOf, dueNames } from './due-groups.ts'
import type { ListGrouping } from '../../live/list-shape.ts'

export interface TicketGroup {
  /** What its tickets have in common, as the API says it; '' = they have none of it. */
  name: string
  tickets: Ticket[]
}

const priorities = ['critical', 'high', 'normal', 'low']
const categories = ['new', 'open', 'waiting', 'hold', 'solved', 'closed']

function nameOf(ticket: Ticket, by: ListGrouping, nowMs: number): string {
  switch (by) {
    case 'due':
      return dueNameOf(ticket, nowMs)
    case 'assignee':
      return ticket.assignee?.id ?? ''
    case 'customer':
      return ticket.customer.id
    case 'status':
    case 'queue':
    case 'priority':
    case 'channel':
      return ticket[by] ?? ''
  }
}

/** Where a group stands: by its own order where there is one, else by what people read; nobody's comes first. */
function rankOf(by: ListGrouping, name: string, [first]: readonly Ticket[]): [number, string] {
  switch (by) {
    case 'due':
      return [dueNames.findIndex((one) => one === name), '']
    case 'priority':
      return [priorities.indexOf(name), '']
    case 'status':
      return [categories.indexOf(first?.statusCategory ?? ''), name]
    case 'assignee':
      return [name === '' ? 0 : 1, first?.assignee?.name ?? '']
    case 'customer':
      return [0, first?.customer.name ?? first?.customer.externalId ?? '']
    case 'queue':
    case 'channel':
      return [0, name]
  }
}

/** Tickets that have one thing in common together, in the order they come in. */
export function ticketGroups(tickets: readonly Ticket[], by: ListGrouping, nowMs: number): TicketGroup[] {
  const groups = new Map<string, Ticket[]>()
  for (const ticket of tickets) {
    const name = nameOf(ticket, by, nowMs)
    const known = groups.get(name)
    if (known) known.push(ticket)
    else groups.set(name, [ticket])
  }
  return [...groups]
    .map(([name, members]) => ({ name, tickets: members, rank: rankOf(by, name, members) }))
    .sort((a, b) => a.rank[0] - b.rank[0] || a.rank[1].localeCompare(b.rank[1]) || (a.name < b.name ? -1 : 1))
    .map(({ name, tickets: members }) => ({ name, tickets: members }))
}

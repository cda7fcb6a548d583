import { hasEnded } from '../../core/lifecycle/index.ts'
import { findCluster, type Surge, surgeWindowMs } from '../../core/recurring/index.ts'
import type { Context, Tx } from '../../platform/context.ts'
import { can } from '../access/index.ts'
import { areaOf, baselineMs, findTicketsOfArea } from '../cases/index.ts'
import { findTicket, findTickets, placeOf, type Ticket } from '../tickets/index.ts'
import { problemOf } from './read-recurring.ts'
import { findProblems, type Problem } from './recurring-view.ts'

/** Tickets that tell of the same as one of them, more of them just now than usual. */
export interface TicketSurge {
  /** All of them, the ticket itself included. */
  readonly surge: Surge
  /** The others of the latest hours that the caller may see, the latest first, `mostShown` at most. */
  readonly others: readonly Pick<Ticket, 'id' | 'number' | 'issueSummary' | 'status' | 'createdAt'>[]
  /** The ticket most of them were caused by, as far as somebody has linked them. */
  readonly problem: Problem | null
}

const dayMs = 24 * 3_600_000
const mostShown = 20

/**
 * The surge that an open ticket of the last day is part of just now (helpdesk.md 2.8), or null. What is usual is looked
 * up only where the latest hours hold enough alike.
 */
export async function suggestSurge(context: Context, input: { ticketId: string }): Promise<TicketSurge | null> {
  return context.read(async (tx) => {
    const ticket = await findTicket(tx, context.workspace.id, input.ticketId)
    if (ticket === null || !can(context.principal, 'ticket:read', placeOf(ticket))) return null
    const isOver = hasEnded(ticket.statusCategory)
    const isOld = context.now() - ticket.createdAt > dayMs
    if (isOver || isOld || ticket.mergedInto !== null) return null
    const seen = await clusterSince(tx, context, { ticket, from: context.now() - surgeWindowMs })
    const cluster = seen && (await clusterSince(tx, context, { ticket, from: context.now() - baselineMs }))
    if (cluster === null) return null
    const ids = cluster.tickets.map(({ id }) => id).filter((id) => id !== ticket.id)
    const links = await findProblems(tx, context.workspace.id, [ticket.id, ...ids])
    const others = await findTickets(tx, context.workspace.id, ids.slice(-mostShown))
    return {
      surge: cluster.surge,
      others: others
        .filter((one) => can(context.principal, 'ticket:read', placeOf(one)))
        .toSorted((one, other) => other.number - one.number),
      problem: problemOf(links.map(({ problem }) => problem)),
    }
  })
}

async function clusterSince(tx: Tx, context: Context, { ticket, from: since }: { ticket: Ticket; from: number }) {
  const asked = { area: areaOf(ticket), since }
  const { tickets, from } = await findTicketsOfArea(tx, context.workspace.id, asked)
  return findCluster({ issueSummary: ticket.issueSummary, createdAt: context.now() }, tickets, { from })
}

import { findCluster, type Surge, surgeWindowMs } from '../../core/recurring/index.ts'
import type { Context, Tx } from '../../platform/context.ts'
import { can } from '../access/index.ts'
import { areaOf, findTicketsOfArea } from '../cases/index.ts'
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
/** What is usual is told by the four weeks before. */
const baselineMs = 28 * dayMs
/** Of a busier area the latest ones stand for all. */
const mostCompared = 5_000
const mostShown = 20

/**
 * The surge that an open ticket of the last day is part of just now (helpdesk.md 2.8), or null. What is usual is looked
 * up only where the latest hours hold enough alike.
 */
export async function suggestSurge(context: Context, input: { ticketId: string }): Promise<TicketSurge | null> {
  return context.read(async (tx) => {
    const ticket = await findTicket(tx, context.workspace.id, input.ticketId)
    if (ticket === null || !can(context.principal, 'ticket:read', placeOf(ticket))) return null
    const isOver = ticket.statusCategory === 'solved' || ticket.statusCategory === 'closed'
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
  const { affected, serviceLine, category, issueSummary } = ticket
  const area = areaOf({ affected, serviceLine, category })
  const latest = await findTicketsOfArea(tx, context.workspace.id, { area, from: since, limit: mostCompared })
  const from = latest.length < mostCompared ? since : (latest[0]?.createdAt ?? since)
  return findCluster({ issueSummary, createdAt: context.now() }, latest, { from })
}

import { readText, scoreOf } from '../similarity/index.ts'
import { leastScore } from './cluster-issues.ts'
import { type Surge, surgeOf, surgeWindowMs } from './surge.ts'

/** Tickets that tell of the same as one that has just come, more of them than usual. */
export interface Cluster<Ticket> {
  readonly surge: Surge
  /** Those of the latest hours, in the order given. */
  readonly tickets: readonly Ticket[]
}

/**
 * Whether the issue of a ticket surges just when that one comes (helpdesk.md 2.8). `others` are tickets of the same
 * service and category created from `from` on, itself among them or not; later ones do not count. Null when it does not.
 */
export function findCluster<
  Ticket extends { readonly id: string; readonly issueSummary: string; readonly createdAt: number },
>(
  ticket: Pick<Ticket, 'issueSummary' | 'createdAt'>,
  others: readonly Ticket[],
  { from }: { from: number },
): Cluster<Ticket> | null {
  const text = readText(ticket.issueSummary)
  const to = ticket.createdAt + 1
  const alike = others.filter(
    ({ issueSummary, createdAt }) => createdAt < to && scoreOf(text, readText(issueSummary)) >= leastScore,
  )
  const times = alike.map(({ createdAt }) => createdAt)
  const surge = surgeOf(times, { from, to })
  if (!surge.isSurging) return null
  return { surge, tickets: alike.filter(({ createdAt }) => createdAt >= to - surgeWindowMs) }
}

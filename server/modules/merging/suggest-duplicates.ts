import { compareTexts } from '../../core/similarity/index.ts'
import type { Context } from '../../platform/context.ts'
import { can } from '../access/index.ts'
import { findTicket, placeOf, type Ticket } from '../tickets/index.ts'
import { type Candidate, findOpenOf } from './duplicate-view.ts'

/** An open ticket of the same customer that seems to tell of the same thing, and why. */
export interface Duplicate {
  readonly ticket: Candidate
  /** How alike the summaries are, from 0 to 1. */
  readonly score: number
  readonly reasons: readonly { readonly code: 'similar_summary' | 'same_order'; readonly text: string }[]
}

/** Summaries less alike than this say nothing. */
const leastScore = 0.4
/** Who has more open tickets than this has the older ones not looked at. */
const mostCompared = 100
const mostSuggested = 10

/**
 * Tickets that may be merged with this one: open, of the same customer, with a similar summary or about the same order,
 * newest first; only those the caller may see. Null when there is no such ticket.
 */
export async function suggestDuplicates(context: Context, input: { ticketId: string }): Promise<Duplicate[] | null> {
  return context.read(async (tx) => {
    const ticket = await findTicket(tx, context.workspace.id, input.ticketId)
    if (ticket === null || !can(context.principal, 'ticket:read', placeOf(ticket))) return null
    if (ticket.mergedInto !== null) return []
    const { customer } = ticket
    const asked = { customerId: customer.id, but: ticket.id, limit: mostCompared }
    const open = await findOpenOf(tx, context.workspace.id, asked)
    return open
      .filter((one) => can(context.principal, 'ticket:read', placeOf({ ...one, customer })))
      .map((one) => judge(ticket, one))
      .filter(({ reasons }) => reasons.length > 0)
      .slice(0, mostSuggested)
  })
}

function judge(ticket: Ticket, other: Candidate): Duplicate {
  const { score, sharedWords } = compareTexts(ticket.issueSummary, other.issueSummary)
  const reasons: Duplicate['reasons'][number][] = []
  if (score >= leastScore)
    reasons.push({ code: 'similar_summary', text: `Both say: ${sharedWords.join(', ') || 'nearly the same'}.` })
  if (ticket.order !== null && ticket.order.id === other.orderId)
    reasons.push({ code: 'same_order', text: `Both are about order ${ticket.order.externalId}.` })
  return { ticket: other, score, reasons }
}

import { compareTexts } from '../../core/similarity/index.ts'
import type { Context, Tx } from '../../platform/context.ts'
import { can, requirePermission } from '../access/index.ts'
import { findSurvivor } from '../customers/index.ts'
import { lookUpOrders } from '../orders/index.ts'
import { findTicket, placeOf } from '../tickets/index.ts'
import { type Candidate, findOpenOf } from './duplicate-view.ts'

/** An open ticket of the same customer that seems to tell of the same thing, and why. */
export interface Duplicate {
  readonly ticket: Candidate
  /** How alike the summaries are, from 0 to 1. */
  readonly score: number
  readonly reasons: readonly DuplicateReason[]
}

interface DuplicateReason {
  readonly code: 'similar_summary' | 'same_order'
  readonly text: string
  /** What both summaries say. */
  readonly words?: readonly string[]
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
    return duplicatesOf(tx, context, { ...ticket, but: ticket.id })
  })
}

/**
 * The same for a ticket that is about to be opened for a customer, before there is one. Null when there is no such
 * customer.
 */
export async function suggestBeforehand(
  context: Context,
  input: { customerId: string; issueSummary: string; orderId: string | null },
): Promise<Duplicate[] | null> {
  requirePermission(context, 'customer:read')
  const { customerId, issueSummary, orderId } = input
  const orders = await lookUpOrders(context, orderId === null ? [] : [orderId])
  return context.read(async (tx) => {
    const id = await findSurvivor(tx, context.workspace.id, customerId)
    if (id === null) return null
    const order = orderId === null ? null : (orders.get(orderId) ?? null)
    return duplicatesOf(tx, context, { customer: { id }, issueSummary, order, but: null })
  })
}

/** What others are held against, and which one of them it is itself. */
interface Compared {
  readonly customer: { readonly id: string }
  readonly issueSummary: string
  readonly order: { readonly id: string; readonly externalId: string } | null
  readonly but: string | null
}

async function duplicatesOf(tx: Tx, context: Context, compared: Compared): Promise<Duplicate[]> {
  const { customer, but } = compared
  const open = await findOpenOf(tx, context.workspace.id, { customerId: customer.id, but, limit: mostCompared })
  return open
    .filter((one) => can(context.principal, 'ticket:read', placeOf({ ...one, customer })))
    .map((one) => judge(compared, one))
    .filter(({ reasons }) => reasons.length > 0)
    .slice(0, mostSuggested)
}

function judge(ticket: Compared, other: Candidate): Duplicate {
  const { score, sharedWords } = compareTexts(ticket.issueSummary, other.issueSummary)
  const reasons: DuplicateReason[] = []
  if (score >= leastScore) {
    const text = `Both say: ${sharedWords.join(', ') || 'nearly the same'}.`
    reasons.push({ code: 'similar_summary', text, words: sharedWords })
  }
  if (ticket.order !== null && ticket.order.id === other.orderId)
    reasons.push({ code: 'same_order', text: `Both are about order ${ticket.order.externalId}.` })
  return { ticket: other, score, reasons }
}

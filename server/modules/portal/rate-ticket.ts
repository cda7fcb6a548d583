import type { Context } from '../../platform/context.ts'
import { AppError } from '../../platform/errors.ts'
import { can, requirePermission } from '../access/index.ts'
import { appendEvents } from '../events/index.ts'
import { findTicket, lockTickets, placeOf, takeTicketSeq } from '../tickets/index.ts'
import { asCustomer } from './as-customer.ts'
import { findRatings } from './portal-view.ts'
import { isEnded } from './present-portal-ticket.ts'
import { saveRating } from './rating-store.ts'

/**
 * Keeps how a request was for its customer: 1 to 5, and in its own words. Said again it is changed; the same again changes
 * nothing. False when it is none of the caller's. Throws `conflict` while it is neither solved nor closed.
 */
export async function rateTicket(
  context: Context,
  { ticketId, score, comment }: { ticketId: string; score: number; comment: string | null },
): Promise<boolean> {
  const customer = asCustomer(context)
  const workspaceId = context.workspace.id
  return context.transaction(async (tx) => {
    await lockTickets(tx, workspaceId, [ticketId])
    const ticket = await findTicket(tx, workspaceId, ticketId)
    if (ticket === null || !can(customer.principal, 'ticket:read', placeOf(ticket))) return false
    requirePermission(customer, 'message:write', placeOf(ticket))
    const [rating] = await findRatings(tx, workspaceId, [ticketId])
    if (rating !== undefined && rating.score === score && rating.comment === comment) return true
    if (!isEnded(ticket))
      throw new AppError('conflict', 'This is not solved yet.', { statusCategory: ticket.statusCategory })
    await saveRating(tx, workspaceId, { ticketId, score, comment, at: context.now() })
    const seq = (await takeTicketSeq(tx, workspaceId, new Map([[ticketId, 1]]))).get(ticketId) ?? 0
    const subject = { kind: 'ticket', id: ticketId, seq } as const
    await appendEvents(tx, context, [{ type: 'ticket.rated', subject, ticketId, data: { score } }])
    return true
  })
}

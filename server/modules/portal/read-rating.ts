import type { Context } from '../../platform/context.ts'
import { can } from '../access/index.ts'
import { findTicket, placeOf } from '../tickets/index.ts'
import { findRatings } from './portal-view.ts'
import { presentRating, type ShownRating } from './present-portal-ticket.ts'

/** How a request was for its customer, for whoever may see its ticket; null where there is none the caller may see. */
export async function readTicketRating(
  context: Context,
  { ticketId }: { ticketId: string },
): Promise<{ rating: ShownRating | null } | null> {
  const workspaceId = context.workspace.id
  return context.read(async (tx) => {
    const ticket = await findTicket(tx, workspaceId, ticketId)
    if (ticket === null || !can(context.principal, 'ticket:read', placeOf(ticket))) return null
    const [rating] = await findRatings(tx, workspaceId, [ticketId])
    return { rating: rating === undefined ? null : presentRating(rating) }
  })
}

import type { Context } from '../../platform/context.ts'
import { can } from '../access/index.ts'
import { findChatRatings } from '../chats/index.ts'
import { encodeId } from '../../platform/ids.ts'
import { findTicket, placeOf } from '../tickets/index.ts'
import { findRatings } from './portal-view.ts'
import { presentRating, type ShownRating } from './present-portal-ticket.ts'

/** How a chat was for its customer, as it is shown. */
type ShownChatRating = ShownRating & { readonly chatId: string }

/**
 * How a request and its chats were for their customer, for whoever may see the ticket; null where there is none the caller
 * may see.
 */
export async function readTicketRating(
  context: Context,
  { ticketId }: { ticketId: string },
): Promise<{ rating: ShownRating | null; chats: ShownChatRating[] } | null> {
  const workspaceId = context.workspace.id
  return context.read(async (tx) => {
    const ticket = await findTicket(tx, workspaceId, ticketId)
    if (ticket === null || !can(context.principal, 'ticket:read', placeOf(ticket))) return null
    const [rating] = await findRatings(tx, workspaceId, [ticketId])
    const chats = await findChatRatings(tx, workspaceId, ticketId)
    return {
      rating: rating === undefined ? null : presentRating(rating),
      chats: chats.map((chat) => ({ chatId: encodeId('chat', chat.chatId), ...presentRating(chat) })),
    }
  })
}

import type { Context } from '../../platform/context.ts'
import { AppError } from '../../platform/errors.ts'
import { encodeId } from '../../platform/ids.ts'
import { requirePermission } from '../access/index.ts'
import { findShownChat, placeOfChat, saveRating, type ShownChat } from '../chats/index.ts'
import { appendEvents } from '../events/index.ts'
import { lockTickets, takeTicketSeq } from '../tickets/index.ts'
import { getChat } from './read-chats.ts'

/**
 * Keeps how a chat was for its customer: 1 to 5, and in its own words. Said again it is changed; the same again changes
 * nothing. Null when there is no such chat. Throws `conflict` for a chat that nobody has answered, `forbidden` for
 * agents.
 */
export async function rateChat(
  context: Context,
  input: { chatId: string; score: number; comment: string | null },
): Promise<ShownChat | null> {
  const { chatId, score, comment } = input
  const chat = await getChat(context, { chatId })
  if (chat === null) return null
  requirePermission(context, 'chat:write', placeOfChat(chat))
  // A token may speak for a customer; an agent would rate itself and its colleagues.
  if (context.principal.agentId !== null)
    throw new AppError('forbidden', 'A chat is rated by its customer.', { missing: 'customer' })
  const workspaceId = context.workspace.id
  const { ticketId } = chat
  await context.transaction(async (tx) => {
    await lockTickets(tx, workspaceId, [ticketId])
    const now = await findShownChat(tx, workspaceId, chatId)
    if (now === null || (now.rating === score && now.ratingComment === comment)) return
    if (now.answeredAt === null) throw new AppError('conflict', 'Nobody has answered this chat.', { status: 'queued' })
    await saveRating(tx, workspaceId, { chatId, score, comment, at: context.now() })
    const seq = (await takeTicketSeq(tx, workspaceId, new Map([[ticketId, 1]]))).get(ticketId) ?? 0
    const subject = { kind: 'ticket', id: ticketId, seq } as const
    const data = { chatId: encodeId('chat', chatId), score }
    await appendEvents(tx, context, [{ type: 'chat.rated', subject, ticketId, data }])
  })
  return getChat(context, { chatId })
}

import { type Context, inNameOf } from '../../platform/context.ts'
import { systemPrincipal } from '../../platform/principal.ts'
import type { ChatMessage } from './chat-message.ts'
import { keepCustomers } from './keep-customers.ts'
import { getChat, readChatMessages } from './read-chats.ts'

/** How often a page without a socket is noted to be there. */
const noteEveryMs = 30_000

/**
 * What was said in a chat after a number, in order; null when there is no such chat the caller may see. A customer's page
 * that asks instead of listening shows by it that it is there.
 */
export async function followByReading(
  context: Context,
  input: { chatId: string; after: number; limit: number },
): Promise<ChatMessage[] | null> {
  const { chatId } = input
  const chat = context.principal.kind === 'customer' ? await getChat(context, { chatId }) : null
  if (chat !== null && chat.endedAt === null && (chat.customerSeenAt ?? Infinity) < context.now() - noteEveryMs)
    await keepCustomers(inNameOf(context, systemPrincipal), { chatIds: [chatId], isNew: false })
  return readChatMessages(context, input)
}

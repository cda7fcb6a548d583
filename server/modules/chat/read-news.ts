import type { Context } from '../../platform/context.ts'
import { requirePermission } from '../access/index.ts'
import { findShownChats, listPlacesOf, type ShownChat } from '../chats/index.ts'
import { findMessages } from '../tickets/index.ts'
import type { ChatMessage } from './chat-message.ts'

/** How things stand in some chats, and what was said there since. */
export interface ChatNews {
  readonly chats: readonly ShownChat[]
  /** By chat, in order; of each no more than `newsTogether`. */
  readonly messages: readonly ChatMessage[]
}

/** Messages of one chat that are read together. */
export const newsTogether = 100

/** What is new in these chats after a number in each, of one moment: for the sockets of whoever may see them. */
export async function readChatNews(
  context: Context,
  asked: readonly { readonly chatId: string; readonly after: number }[],
): Promise<ChatNews> {
  requirePermission(context, 'chat:read')
  const workspaceId = context.workspace.id
  return context.read(async (tx) => {
    const [chats, places] = await Promise.all([
      findShownChats(
        tx,
        workspaceId,
        asked.map(({ chatId }) => chatId),
      ),
      listPlacesOf(tx, workspaceId, { chats: asked, limit: newsTogether }),
    ])
    const ids = places.map(({ messageId }) => messageId)
    const found = ids.length === 0 ? [] : await findMessages(tx, workspaceId, ids)
    const byId = new Map(found.map((message) => [message.id, message]))
    const messages = places.flatMap(({ messageId, chatId, seq, clientId }) => {
      const message = byId.get(messageId)
      return message === undefined ? [] : [{ ...message, chatId, seq, clientId }]
    })
    return { chats, messages }
  })
}

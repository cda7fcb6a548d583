import type { Context } from '../../platform/context.ts'
import type { ShownChat } from '../chats/index.ts'
import { transferTask } from '../handling/index.ts'
import { getChat } from './read-chats.ts'
import { chatOver } from './say-in-chat.ts'

/**
 * Hands a chat on with its ticket, as `transferTask` does with its task; a note goes along. Null when there is no such
 * chat. Throws what `transferTask` throws, and `conflict` when the chat is over.
 */
export async function transferChat(
  context: Context,
  { chatId, ...transfer }: { chatId: string } & Omit<Parameters<typeof transferTask>[1], 'taskId'>,
): Promise<ShownChat | null> {
  const chat = await getChat(context, { chatId })
  if (chat === null) return null
  if (chat.endedAt !== null) throw chatOver(chat.endReason)
  const moved = await transferTask(context, { taskId: chat.taskId, ...transfer })
  return moved === null ? null : getChat(context, { chatId })
}

import type { Context, Tx } from '../../platform/context.ts'
import { encodeId } from '../../platform/ids.ts'
import type { ChatEnder, ChatEndReason } from './chat.ts'
import { endChat } from './chat-store.ts'

/** What is recorded of a chat that is over. */
interface ChatEnded {
  readonly type: 'chat.ended'
  readonly data: {
    readonly chatId: string
    readonly taskId: string
    readonly by: string
    readonly reason: string
    readonly messages: number
  }
}

/** Ends the chat behind a task; nothing for other work, or when it is over already. */
export async function endChatOf(
  tx: Tx,
  context: Context,
  task: { readonly id: string; readonly kind: string },
  { by, reason }: { by: ChatEnder; reason: ChatEndReason },
): Promise<ChatEnded[]> {
  if (task.kind !== 'chat') return []
  const chat = await endChat(tx, context.workspace.id, { taskId: task.id, at: context.now(), by, reason })
  if (chat === null) return []
  const ids = { chatId: encodeId('chat', chat.id), taskId: encodeId('task', chat.taskId) }
  return [{ type: 'chat.ended', data: { ...ids, by, reason, messages: chat.messageSeq } }]
}

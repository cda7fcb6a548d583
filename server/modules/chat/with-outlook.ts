import type { Context } from '../../platform/context.ts'
import { inNameOf } from '../../platform/context.ts'
import { systemPrincipal } from '../../platform/principal.ts'
import { chatStatusOf, type ShownChat } from '../chats/index.ts'
import { type Outlook, promiseWaits } from '../waits/index.ts'

/** A chat and what its customer is told while it waits. */
export interface ChatWithOutlook {
  readonly chat: ShownChat
  /** 1 = next; null unless it waits. */
  readonly position: number | null
  /** Null = unknown, or it does not wait. */
  readonly estimatedWait: Outlook['estimatedWait']
}

/** The same chats with their places; what is said of the wait is kept, for a customer is told it. */
export async function withOutlooks(context: Context, chats: readonly ShownChat[]): Promise<ChatWithOutlook[]> {
  const waiting = chats.filter((chat) => chatStatusOf(chat) === 'queued' && chat.task.state === 'waiting')
  const taskIds = waiting.map(({ taskId }) => taskId)
  // Who may see the chat may know its place; the tasks themselves are not everybody's to read.
  const told = inNameOf(context, systemPrincipal)
  const outlooks = taskIds.length === 0 ? new Map<string, Outlook>() : await promiseWaits(told, { taskIds })
  return chats.map((chat) => {
    const outlook = outlooks.get(chat.taskId)
    if (outlook !== undefined) return { chat, position: outlook.position, estimatedWait: outlook.estimatedWait }
    // Somebody is asked for it this moment: nobody is before it.
    const isOffered = chatStatusOf(chat) === 'queued' && chat.task.state === 'offered'
    return { chat, position: isOffered ? 1 : null, estimatedWait: null }
  })
}

import type { Context, Tx } from '../../platform/context.ts'
import { endCallOf } from '../calls/index.ts'
import { endChatOf } from '../chats/index.ts'

type LineEnded = Awaited<ReturnType<typeof endCallOf>>[number] | Awaited<ReturnType<typeof endChatOf>>[number]

/**
 * A live conversation ends with its task: ended by one of the two, or (null) because the work ended some other way.
 * Nothing for other work.
 */
export async function endLineOf(
  tx: Tx,
  context: Context,
  task: { readonly id: string; readonly kind: string },
  endedBy: 'customer' | 'agent' | null,
): Promise<LineEnded[]> {
  const chatEnd = { by: endedBy ?? 'system', reason: endedBy === null ? 'task_ended' : 'closed' } as const
  return [...(await endCallOf(tx, context, task, endedBy)), ...(await endChatOf(tx, context, task, chatEnd))]
}

import type { Context } from '../../platform/context.ts'
import type { Memory } from '../../platform/memory.ts'
import { can, requirePermission } from '../access/index.ts'
import { type ChatSide, noteRead, placeOfChat, type ShownChat } from '../chats/index.ts'
import { onNodeWords, sayToNodes } from '../events/index.ts'
import { getChat } from './read-chats.ts'

/** What is of this moment only: somebody types, or has read so far. */
export interface ChatSignal {
  readonly chatId: string
  readonly kind: 'typing' | 'read'
  readonly by: ChatSide
  /** Of `read`. */
  readonly seq: number | null
}

const topic = 'chat'

/** Calls back with the signals of all chats, from whatever process; gives the way to stop. */
export function onChatSignals(memory: Memory, listener: (signal: ChatSignal) => void): () => void {
  return onNodeWords(memory, (word) => {
    if (word.topic !== topic) return
    const [chatId, kind, by, seq = null] = JSON.parse(word.text) as [string, ChatSignal['kind'], ChatSide, number?]
    listener({ chatId, kind, by, seq })
  })
}

function signal(memory: Memory, { chatId, kind, by, seq }: ChatSignal): void {
  sayToNodes(memory, { topic, text: JSON.stringify([chatId, kind, by, seq]) })
}

/** Whose side of a chat a caller is on. */
export function sideOf({ principal }: Context): ChatSide {
  return principal.kind === 'customer' ? 'customer' : 'agent'
}

/** Tells the other side that this one types. Null when there is no such chat, or it is over. */
export async function typeInChat(context: Context, input: { chatId: string }): Promise<ShownChat | null> {
  const chat = await getChat(context, input)
  if (chat === null || chat.endedAt !== null) return null
  requirePermission(context, 'chat:write', placeOfChat(chat))
  signal(context.memory, { ...input, kind: 'typing', by: sideOf(context), seq: null })
  return chat
}

/**
 * Keeps up to which message this side has read, and tells the other one; going back changes nothing. Whoever may look on
 * and not answer reads for nobody. Null when there is no such chat.
 */
export async function readInChat(
  context: Context,
  { chatId, seq }: { chatId: string; seq: number },
): Promise<ShownChat | null> {
  const chat = await getChat(context, { chatId })
  if (chat === null || !can(context.principal, 'chat:read', placeOfChat(chat))) return null
  if (!can(context.principal, 'chat:write', placeOfChat(chat))) return chat
  const by = sideOf(context)
  // A page that comes back says where it was: mostly that is known.
  if (seq <= (by === 'customer' ? chat.customerReadSeq : chat.agentReadSeq)) return chat
  // oxlint-disable-next-line switchyard/verb -- a mark of one reader; getChat has asked whether it may see the chat
  const noted = await context.transaction((tx) => noteRead(tx, context.workspace.id, { chatId, side: by, seq }))
  if (noted !== null) signal(context.memory, { chatId, kind: 'read', by, seq: noted.seq })
  return getChat(context, { chatId })
}

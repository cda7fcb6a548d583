import type { Context } from '../../platform/context.ts'
import { createGathering, type Gathered } from '../../platform/gathering.ts'
import { scopeLists } from '../../platform/principal.ts'
import { can, requirePermission } from '../access/index.ts'
import {
  type ChatStatus,
  findShownChat,
  findShownChats,
  listPlaces,
  listShownChats,
  placeOfChat,
  type ShownChat,
} from '../chats/index.ts'
import { findMessages } from '../tickets/index.ts'
import type { ChatMessage } from './chat-message.ts'

/** One chat, or null when there is none the caller may see. */
export async function getChat(context: Context, { chatId }: { chatId: string }): Promise<ShownChat | null> {
  const chat = context.isInside
    ? await context.read((tx) => findShownChat(tx, context.workspace.id, chatId))
    : await gatherChat({ context, chatId }, readTogether)
  return chat !== null && can(context.principal, 'chat:read', placeOfChat(chat)) ? chat : null
}

interface WaitingChat extends Gathered<ShownChat | null> {
  readonly chatId: string
}

/** Every socket that comes asks for its chat, and after a restart all come at once. */
const gatherChat = createGathering<ShownChat | null, WaitingChat>({ name: 'chat.chats-read', largestBatch: 250 })

/** Whoever asks: what each may see of it is for its caller to judge. */
async function readTogether(waiting: readonly WaitingChat[]): Promise<void> {
  const [first] = waiting
  if (first === undefined) return
  const { context } = first
  const ids = [...new Set(waiting.map(({ chatId }) => chatId))]
  const chats = await context.readByKeys((tx) => findShownChats(tx, context.workspace.id, ids))
  const byId = new Map(chats.map((chat) => [chat.id, chat]))
  for (const { chatId, resolve } of waiting) resolve(byId.get(chatId) ?? null)
}

/** A page of the chats the caller may see, newest first; `before` is the last id of the page before. */
export async function listChats(
  context: Context,
  input: {
    status: ChatStatus | null
    ticketId: string | null
    agentId: string | null
    before: string | null
    limit: number
  },
): Promise<ShownChat[]> {
  requirePermission(context, 'chat:read')
  const { scope, partnerId, kind, id } = context.principal
  const { before, limit, ...asked } = input
  const filter = { ...asked, ...scopeLists(scope), partnerId, customerId: kind === 'customer' ? id : null }
  return context.read((tx) => listShownChats(tx, context.workspace.id, { filter, before, limit }))
}

/** What was said in a chat after a number, in order; null when there is no such chat the caller may see. */
export async function readChatMessages(
  context: Context,
  input: { chatId: string; after: number; limit: number },
): Promise<ChatMessage[] | null> {
  const workspaceId = context.workspace.id
  return context.read(async (tx) => {
    const chat = await findShownChat(tx, workspaceId, input.chatId)
    if (chat === null || !can(context.principal, 'chat:read', placeOfChat(chat))) return null
    const places = await listPlaces(tx, workspaceId, input)
    const ids = places.map(({ messageId }) => messageId)
    const messages = new Map((await findMessages(tx, workspaceId, ids)).map((message) => [message.id, message]))
    return places.flatMap(({ messageId, chatId, seq, clientId }) => {
      const message = messages.get(messageId)
      return message === undefined ? [] : [{ ...message, chatId, seq, clientId }]
    })
  })
}

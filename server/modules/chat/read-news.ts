import type { Context, Tx } from '../../platform/context.ts'
import { createGathering, type Gathered } from '../../platform/gathering.ts'
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

/** Places in chats after which something is asked for. */
type Asked = readonly { readonly chatId: string; readonly after: number }[]

/** What is new in these chats after a number in each, of one moment: for the sockets of whoever may see them. */
export async function readChatNews(context: Context, asked: Asked): Promise<ChatNews> {
  requirePermission(context, 'chat:read')
  const workspaceId = context.workspace.id
  const ids = asked.map(({ chatId }) => chatId)
  return context.readByKeys(async (tx) => {
    const [chats, messages] = await Promise.all([
      findShownChats(tx, workspaceId, ids),
      findMessagesAfter(tx, workspaceId, asked),
    ])
    return { chats, messages }
  })
}

interface WaitingPage extends Gathered<readonly ChatMessage[]> {
  readonly chatId: string
  readonly after: number
}

/** After a restart thousands of pages ask at once. */
const gatherMissed = createGathering<readonly ChatMessage[], WaitingPage>({
  name: 'chat.missed-read',
  largestBatch: 100,
})

/** What was said in a chat after a number, in order, no more than `newsTogether`: for a socket of whoever may see it. */
export async function readMissed(
  context: Context,
  { chatId, after }: { chatId: string; after: number },
): Promise<readonly ChatMessage[]> {
  requirePermission(context, 'chat:read')
  return gatherMissed({ context, chatId, after }, readTogether)
}

async function readTogether(waiting: readonly WaitingPage[]): Promise<void> {
  const [first] = waiting
  if (first === undefined) return
  const { context } = first
  const keyOf = ({ chatId, after }: Asked[number]) => `${chatId} ${after}`
  const asked = [...new Map(waiting.map((one) => [keyOf(one), one])).values()]
  const found = await context.readByKeys((tx) => findMessagesAfter(tx, context.workspace.id, asked))
  const byKey = Map.groupBy(found, keyOf)
  for (const one of waiting) one.resolve(byKey.get(keyOf(one)) ?? [])
}

/** Of each place no more than `newsTogether`; `after` says which one a message answers. */
async function findMessagesAfter(
  tx: Tx,
  workspaceId: string,
  asked: Asked,
): Promise<(ChatMessage & { readonly after: number })[]> {
  const places = await listPlacesOf(tx, workspaceId, { chats: asked, limit: newsTogether })
  const ids = [...new Set(places.map(({ messageId }) => messageId))]
  const found = ids.length === 0 ? [] : await findMessages(tx, workspaceId, ids)
  const byId = new Map(found.map((message) => [message.id, message]))
  return places.flatMap(({ messageId, chatId, seq, clientId, after }) => {
    const message = byId.get(messageId)
    return message === undefined ? [] : [{ ...message, chatId, seq, clientId, after }]
  })
}

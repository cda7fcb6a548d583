import type { Context, Tx } from '../../platform/context.ts'
import { AppError, refuseField } from '../../platform/errors.ts'
import { encodeId } from '../../platform/ids.ts'
import { findChat, findPlaceByClientId, noteCustomers, type PlacedMessage } from '../chats/index.ts'
import { handleTicket, messageChange, noChange } from '../handling/index.ts'
import { findMessage } from '../tickets/index.ts'
import type { ChatMessage } from './chat-message.ts'
import { gatherWord } from './gather-words.ts'
import type { SaidInChat } from './said.ts'
import { sayTogether } from './say-together.ts'

export interface ChatMessageInput {
  readonly chatId: string
  readonly body: string
  /** The sender's own id: sent twice, it is said once. */
  readonly clientId: string | null
  /** Files the sender uploaded, in this order; none when left out. */
  readonly fileIds?: readonly string[]
  /** Said for the customer by a caller that speaks for it. */
  readonly asCustomer?: boolean
  /** Said as this agent by a caller that acts for agents: the bot that has the chat. */
  readonly asAgentId?: string | null
}

/**
 * Says something in a chat: stored on its ticket with the next number of the chat, in one transaction, and said once for
 * each `clientId`. An agent's word answers the clocks of the ticket. Null when there is no such chat the caller may see.
 * Throws `conflict` when the chat is over, or when another message has this `clientId`.
 */
export async function sayInChat(context: Context, input: ChatMessageInput): Promise<SaidInChat | null> {
  const { chatId, body, clientId, fileIds = [], asCustomer = false, asAgentId = null } = input
  if (body.trim() === '' && fileIds.length === 0)
    throw refuseField('/body', 'required', 'Say something, or attach a file.')
  // What joins a transaction is part of something else, and files and other speakers are to be looked up.
  if (context.isInside || fileIds.length > 0 || asAgentId !== null) return sayAlone(context, input)
  const word = { chatId, body, clientId, asCustomer }
  const said = await gatherWord({ context, word }, sayTogether)
  return said === 'alone' ? sayAlone(context, input) : said
}

/** The same in a transaction of its own, or in the one it is part of, with all that can come of a message. */
async function sayAlone(context: Context, input: ChatMessageInput): Promise<SaidInChat | null> {
  const { chatId } = input
  const workspaceId = context.workspace.id
  // oxlint-disable-next-line switchyard/verb -- handleTicket asks and records, in this transaction
  return context.transaction(async (tx) => {
    const known = await findChat(tx, workspaceId, chatId)
    if (known === null) return null
    let said: SaidInChat | null = null
    const handling = { ticketId: known.ticketId, chatId, permission: 'chat:write' } as const
    const ticket = await handleTicket(context.within(tx), handling, async (grip) => {
      said = await findSaid(tx, context, input)
      if (said !== null) return noChange
      const chat = await findChat(tx, workspaceId, chatId)
      if (chat === null || chat.endedAt !== null) throw chatOver(chat?.endReason ?? null)
      const { body, fileIds = [], clientId, asCustomer = false, asAgentId = null } = input
      const message = { body, visibility: 'public', clientId: null, fileIds, asCustomer, asAgentId } as const
      const change = await messageChange(tx, context, grip, { ...message, chatClientId: clientId })
      if (asCustomer || context.principal.kind === 'customer')
        await noteCustomers(tx, workspaceId, { chatIds: [chatId], at: context.now() })
      const place = { messageId: change.messageId, chatId, clientId, seq: chat.messageSeq + 1 }
      said = { message: await wholeMessage(tx, context, place), isRepeat: false }
      return change
    })
    return ticket === null ? null : said
  })
}

/** The refusal of what comes after the end of a chat. */
export function chatOver(reason: string | null): AppError {
  return new AppError('conflict', 'This chat is over.', { status: 'closed', reason })
}

async function findSaid(tx: Tx, context: Context, input: ChatMessageInput): Promise<SaidInChat | null> {
  const { chatId, clientId, body, fileIds = [] } = input
  if (clientId === null) return null
  const place = await findPlaceByClientId(tx, context.workspace.id, { chatId, clientId })
  if (place === null) return null
  const message = await wholeMessage(tx, context, place)
  const hasSameFiles = message.attachments.map(({ id }) => id).join() === fileIds.join()
  if (message.redaction !== null || (message.body === body && hasSameFiles)) return { message, isRepeat: true }
  throw new AppError('conflict', 'Another message was sent with this clientId.', {
    messageId: encodeId('message', place.messageId),
    seq: place.seq,
  })
}

async function wholeMessage(tx: Tx, context: Context, place: PlacedMessage): Promise<ChatMessage> {
  const { messageId, chatId, seq, clientId } = place
  const message = await findMessage(tx, context.workspace.id, messageId)
  if (message === null) throw new Error(`Message ${messageId} was written and is gone.`)
  return { ...message, chatId, seq, clientId }
}

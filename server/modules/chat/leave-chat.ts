import type { Context, Tx } from '../../platform/context.ts'
import { inNameOf } from '../../platform/context.ts'
import { AppError, refuseField } from '../../platform/errors.ts'
import { encodeId } from '../../platform/ids.ts'
import { systemPrincipal } from '../../platform/principal.ts'
import { findChat, type ShownChat } from '../chats/index.ts'
import { type CustomerDetails, findCustomer, lookUpCustomers, noteDetails } from '../customers/index.ts'
import { handleTicket, noChange } from '../handling/index.ts'
import { getChat } from './read-chats.ts'
import { chatOver, sayInChat } from './say-in-chat.ts'

export interface ChatLeaving {
  readonly chatId: string
  /** As what it goes on: a message to be answered, or a call back. */
  readonly as: 'message' | 'callback'
  /** Said last; null = nothing more. */
  readonly body?: string | null
  readonly email?: string | null
  readonly phone?: string | null
}

/**
 * Gives up waiting in a chat: its ticket is answered like any other, or its customer called back, at the rank it has.
 * Asked again it changes nothing. Null when there is no such chat. Throws `conflict` when somebody has taken it or it
 * ended otherwise, `invalid` when nobody knows where to call.
 */
export async function leaveChat(context: Context, input: ChatLeaving): Promise<ShownChat | null> {
  const { chatId, as } = input
  const chat = await getChat(context, { chatId })
  if (chat === null) return null
  if (chat.endedAt !== null) {
    if (chat.endReason === as) return chat
    throw chatOver(chat.endReason)
  }
  // oxlint-disable-next-line switchyard/verb -- handleTicket asks and records, in this transaction
  await context.transaction(async (tx) => {
    const inside = context.within(tx)
    await noteContacts(tx, inside, chat, input)
    const { body = null } = input
    if (body !== null && body.trim() !== '') await sayInChat(inside, { chatId, body, clientId: null, asCustomer: true })
    const handling = { ticketId: chat.ticketId, chatId, permission: 'chat:write' } as const
    await handleTicket(inside, handling, async ({ task }) => {
      const live = await findChat(tx, context.workspace.id, chatId)
      if (live === null || live.endedAt !== null || task?.id !== live.taskId) throw chatOver(live?.endReason ?? null)
      if (task.agentId !== null) throw new AppError('conflict', 'An agent has this chat already.', { status: 'active' })
      const to = as === 'callback' ? 'callback' : 'ticket'
      return { ...noChange, taskMoves: [{ kind: 'giveUpChat', to, end: { by: 'customer', reason: as } }] }
    })
  })
  return getChat(context, { chatId })
}

/** Where the customer is reached; a callback needs a number that was told now or before. */
async function noteContacts(
  tx: Tx,
  context: Context,
  chat: ShownChat,
  { as, email, phone }: ChatLeaving,
): Promise<void> {
  const details: CustomerDetails = { ...(email != null && { email }), ...(phone != null && { phone }) }
  const key = encodeId('customer', chat.customer.id)
  const customer = (await lookUpCustomers(context, [key])).get(key)
  if (customer === undefined) throw new AppError('conflict', 'The customer of this chat is gone.')
  const known = await findCustomer(tx, context.workspace.id, chat.customer.id)
  const hasNumber = phone != null || known?.contacts.some(({ kind }) => kind === 'phone') === true
  if (as === 'callback' && !hasNumber) throw refuseField('/phone', 'required', 'Say where to call.')
  // What is told of oneself in a chat needs no right beyond that chat.
  if (Object.keys(details).length > 0) await noteDetails(inNameOf(context, systemPrincipal), { customer, details })
}

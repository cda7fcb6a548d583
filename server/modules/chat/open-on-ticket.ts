import type { Context, Tx } from '../../platform/context.ts'
import { AppError, refuseField } from '../../platform/errors.ts'
import { encodeId } from '../../platform/ids.ts'
import { findLiveChat } from '../chats/index.ts'
import { lookUpCustomers } from '../customers/index.ts'
import { type Grip, handleTicket, isTooLate, needsFollowUp, noChange, returnChange } from '../handling/index.ts'
import { findTicket, type Ticket } from '../tickets/index.ts'
import type { ChatRequest } from './create-chat.ts'

/** What may be said besides the ticket: it is what it is already. */
const allowed = new Set(['ticketId', 'customerId', 'channel'])

/**
 * Makes a ticket there is wait for a chat: its customer is back, which ends a waiting for it or reopens, and the work
 * there was gives way. Throws `not_found`, `invalid` for what cannot be said of a ticket there is, and `conflict`.
 */
export async function openOnTicket(
  tx: Tx,
  context: Context,
  request: ChatRequest & { readonly ticketId: string },
): Promise<Ticket> {
  const { ticketId } = request
  const known = Object.entries(request).find(([name, value]) => value !== undefined && !allowed.has(name))
  if (known !== undefined)
    throw refuseField(`/${known[0]}`, 'not_with_ticket', 'A chat on a ticket takes this over from the ticket.')
  const handling = { ticketId, permission: 'ticket:write' } as const
  const ticket = await handleTicket(context, handling, async (grip) => {
    await requireCustomer(context, request, grip)
    const live = await findLiveChat(tx, context.workspace.id, ticketId)
    if (live !== null)
      throw new AppError('conflict', 'A chat goes on on this ticket.', { chatId: encodeId('chat', live.id) })
    if (isTooLate(context, grip, { asCustomer: true, visibility: 'public' })) throw needsFollowUp()
    return returnChange(grip, context.now())
  })
  if (ticket === null) throw new AppError('not_found', 'There is no such ticket.')
  // What the return brought about stands when the chat asks for its own task.
  await handleTicket(context, handling, () => ({ ...noChange, taskMoves: [{ kind: 'openChat' }] }))
  const opened = await findTicket(tx, context.workspace.id, ticketId)
  if (opened === null) throw new Error(`Ticket ${ticketId} was held and is gone.`)
  return opened
}

async function requireCustomer(context: Context, { customerId }: ChatRequest, { ticket }: Grip): Promise<void> {
  if (customerId === undefined) return
  const named = (await lookUpCustomers(context, [customerId])).get(customerId)
  if (named?.id === ticket.customer.id) return
  throw refuseField('/customerId', 'other_customer', 'The ticket is another customer’s.')
}

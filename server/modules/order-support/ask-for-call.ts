import { type Context, inNameOf } from '../../platform/context.ts'
import { encodeId } from '../../platform/ids.ts'
import { systemPrincipal } from '../../platform/principal.ts'
import { leaveChat } from '../chat/index.ts'
import { lookUpCustomers, noteDetails } from '../customers/index.ts'
import { handleTicket, noChange } from '../handling/index.ts'
import type { SupportSession } from './support.ts'

/**
 * What waits goes on as a call back, be it a chat or already a message, as where the queue let nobody wait; whoever has it
 * reads the number.
 */
export async function askForCall(context: Context, session: SupportSession, phone: string): Promise<void> {
  const { ticketId, chatId, hasLiveChat, servedBy, place } = session
  if (hasLiveChat && servedBy === null) {
    await leaveChat(context, { chatId, as: 'callback', phone })
    return
  }
  const key = encodeId('customer', place.customerId)
  const customer = (await lookUpCustomers(context, [key])).get(key)
  // What is told of oneself in a chat needs no right beyond that chat.
  const asked = inNameOf(context, systemPrincipal)
  if (customer !== undefined) await noteDetails(asked, { customer, details: { phone } })
  await handleTicket(context, { ticketId, chatId, permission: 'chat:write' }, ({ task }) =>
    task?.kind === 'ticket' && task.agentId === null
      ? { ...noChange, taskMoves: [{ kind: 'callback', notBefore: null }] }
      : noChange,
  )
}

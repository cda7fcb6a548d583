import { isMailAddress } from '../../core/mail/index.ts'
import type { Context, Tx } from '../../platform/context.ts'
import { AppError, refuseField } from '../../platform/errors.ts'
import { can, requirePermission } from '../access/index.ts'
import { announceEvents } from '../events/index.ts'
import { findTicket, lockTickets, placeOf } from '../tickets/index.ts'
import { currentWorkflow } from '../workflow/index.ts'
import { draftForCustomer } from './about-ticket.ts'
import { appendMailEvent } from './append-mail-event.ts'
import { composeMail } from './compose-mail.ts'
import { findTicketOfMail, type TicketOfMail } from './facts-view.ts'
import type { MailParty, NewMail, OutboxMail } from './mail.ts'
import { insertMail } from './outbox-store.ts'
import { countTranscripts, findWholeMail } from './outbox-view.ts'
import { transcriptOf } from './transcript.ts'

/** Sees what it has just written, wherever the ticket lies. */
const everything = { channels: null, queues: null, partnerId: null }

/** So many of one ticket go within an hour to a customer who asks: who opened the chat may have typed anybody's address. */
const mostAsked = 3

/**
 * Sends what was said in public on a ticket to its customer, or to another address that somebody of the desk names. Null
 * when there is no such ticket in the caller's scope; who asks for that of a chat (`chatId`) needs no more than the chat.
 * Throws `invalid` when there is no address to send it to, `rate_limited` when the customer has asked often enough.
 */
export async function sendTranscript(
  context: Context,
  { ticketId, to, chatId }: { ticketId: string; to: string | null; chatId?: string },
): Promise<OutboxMail | null> {
  const permission = chatId === undefined ? 'message:write' : 'chat:write'
  if (!isCustomer(context)) requirePermission(context, permission)
  const workspaceId = context.workspace.id
  return context.transaction(async (tx) => {
    await lockTickets(tx, workspaceId, [ticketId])
    const place = await findTicket(tx, workspaceId, ticketId)
    if (place === null || !can(context.principal, permission, { ...placeOf(place), chatId: chatId ?? null }))
      return null
    const ticket = await findTicketOfMail(tx, workspaceId, ticketId)
    if (ticket === null) return null
    if (isCustomer(context) && (await countTranscripts(tx, workspaceId, ticketId)) >= mostAsked)
      throw new AppError('rate_limited', 'It was sent to you already. Ask again in an hour.', {
        retryAfterSeconds: 3600,
      })
    const mail = await write(tx, context, { ticket, to: partyOf(context, ticket, to) })
    await insertMail(tx, workspaceId, mail)
    await appendMailEvent(tx, context, mail, { type: 'mail.requested' })
    tx.afterCommit(() => announceEvents(context.memory))
    return findWholeMail(tx, workspaceId, { mailId: mail.id, sight: everything })
  })
}

async function write(
  tx: Tx,
  context: Context,
  { ticket, to }: { ticket: TicketOfMail; to: MailParty },
): Promise<NewMail> {
  const workflow = await currentWorkflow(context)
  const whole = await transcriptOf(tx, context, ticket)
  // Subjects that anybody may choose make a relay of us (reliability.md 3.17).
  const content = isCustomer(context) ? { ...whole, summary: null } : whole
  const mail = composeMail(context, workflow, draftForCustomer(workflow, ticket, { content, dedupeKey: null, to }))
  if (mail === null) throw refuseField('/to', 'own_address', 'This is the address that mail is sent from.')
  return mail
}

function isCustomer({ principal }: Context): boolean {
  return principal.kind === 'customer'
}

function partyOf(context: Context, { customer }: TicketOfMail, to: string | null): MailParty {
  if (to !== null && to !== customer.address) {
    // A customer's token may have it sent to the customer, and to nobody else.
    if (isCustomer(context)) throw new AppError('forbidden', 'It is sent to your own address only.')
    if (!isMailAddress(to)) throw refuseField('/to', 'mail_address', 'This is no mail address such as ana@example.com.')
    return { address: to, name: null }
  }
  const { address, name } = customer
  if (address === null) {
    const words = isCustomer(context)
      ? 'There is no e-mail address of yours to send it to.'
      : 'The customer has no mail address: say where to send it.'
    throw refuseField('/to', 'no_address', words)
  }
  return { address, name }
}

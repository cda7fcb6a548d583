import type { Context, Tx } from '../../platform/context.ts'
import { encodeId, newId } from '../../platform/ids.ts'
import { attachToMessage } from '../files/index.ts'
import { commitChange, type Grip, noChange, type TicketChange } from '../handling/index.ts'
import { insertMessage, type Ticket } from '../tickets/index.ts'
import { openRelated } from './open-related.ts'

/** A customer's reply to a ticket that it can no longer reopen. */
export interface LateReply {
  readonly body: string
  readonly clientId: string | null
  readonly fileIds?: readonly string[]
  /** The ticket it was said to. */
  readonly to: Ticket
}

/**
 * Opens a ticket that follows up one closed too long ago, with the customer's reply as its first message: the same
 * customer, service line, type, category and language, routed and clocked as any new one. Nothing that was written
 * inside comes along, neither notes nor tags. The ticket that is followed up is told of it.
 */
export async function openFollowUp(tx: Tx, context: Context, grip: Grip, said: LateReply): Promise<Ticket> {
  const opened = await openRelated(tx, context, grip, {
    kind: 'follow_up',
    request: { text: said.body, customerId: encodeId('customer', said.to.customer.id) },
    fill: ({ ticket }) => firstMessage(tx, context, ticket, said),
  })
  await commitChange(tx, context, grip, {
    ...noChange,
    facts: [{ type: 'ticket.followed_up', data: { ticketId: encodeId('ticket', opened.id) } }],
  })
  return opened
}

/** What a request is told with is no reply: it starts no clock and moves nothing. */
async function firstMessage(
  tx: Tx,
  context: Context,
  { id: ticketId, customer }: Ticket,
  { body, clientId, fileIds = [], to }: LateReply,
): Promise<TicketChange> {
  const messageId = newId()
  await insertMessage(tx, context.workspace.id, {
    id: messageId,
    ticketId,
    seq: 1,
    clientId,
    saidTo: to.id,
    authorKind: 'customer',
    authorId: customer.id,
    visibility: 'public',
    body,
    isQuestion: false,
    at: context.now(),
  })
  await attachToMessage(tx, context, { ticketId, messageId, fileIds })
  const data = {
    messageId: encodeId('message', messageId),
    seq: 1,
    visibility: 'public',
    authorKind: 'customer',
    ...(fileIds.length > 0 && { attachments: fileIds.map((id) => encodeId('file', id)) }),
  }
  return { ...noChange, patch: { messageSeq: 1 }, facts: [{ type: 'message.added', data }] }
}

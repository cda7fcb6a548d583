import type { Context, Tx } from '../../platform/context.ts'
import { encodeId } from '../../platform/ids.ts'
import { commitChange, type Grip, noChange } from '../handling/index.ts'
import { noteSaidTo, type Ticket } from '../tickets/index.ts'
import { openRelated } from './open-related.ts'

/**
 * Opens a ticket that follows up one closed too long ago, with the customer's reply as its first message: the same
 * customer, service line, type, category and language, routed and clocked as any new one. Nothing that was written
 * inside comes along, neither notes nor tags. The ticket that is followed up is told of it.
 */
export async function openFollowUp(
  tx: Tx,
  context: Context,
  grip: Grip,
  said: { body: string; clientId: string | null; to: Ticket },
): Promise<Ticket> {
  const opened = await openRelated(tx, context, grip, {
    kind: 'follow_up',
    request: { message: said.body, customerId: encodeId('customer', said.to.customer.id) },
  })
  await noteSaidTo(tx, context.workspace.id, {
    ticketId: opened.id,
    seq: 1,
    to: said.to.id,
    clientId: said.clientId,
  })
  await commitChange(tx, context, grip, {
    ...noChange,
    facts: [{ type: 'ticket.followed_up', data: { ticketId: encodeId('ticket', opened.id) } }],
  })
  return opened
}

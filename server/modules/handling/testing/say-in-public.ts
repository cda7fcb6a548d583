import type { Context } from '../../../platform/context.ts'
import type { Ticket } from '../../tickets/index.ts'
import { addMessage } from '../index.ts'

/** An answer on a ticket, or with `asCustomer` the customer's own word. */
export function sayInPublic(context: Context, { id: ticketId }: Pick<Ticket, 'id'>, asCustomer = false) {
  const said = {
    body: 'We look into it.',
    visibility: 'public',
    clientId: null,
    asCustomer,
    lastSeenSeq: null,
  } as const
  return addMessage(context, { ticketId, ...said })
}

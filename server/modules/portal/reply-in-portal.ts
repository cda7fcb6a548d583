import type { Context } from '../../platform/context.ts'
import { encodeId } from '../../platform/ids.ts'
import { customersOf } from '../../platform/principal.ts'
import { sayOnTicket } from '../merging/index.ts'
import { getTicket } from '../tickets/index.ts'
import { asCustomer } from './as-customer.ts'
import { type PortalMessage, presentPortalMessage } from './present-portal-ticket.ts'

export interface PortalReply {
  readonly ticketId: string
  readonly body: string
  /** The page's own id: sent twice, it is said once. */
  readonly clientId: string | null
  readonly fileIds: readonly string[]
}

/**
 * What was said, and on which request of the customer's: another one that it goes on in, or that follows up what was closed
 * too long ago. One that goes on in somebody else's goes on by itself for its customer.
 */
export interface SaidInPortal {
  readonly ticketId: string
  readonly number: number
  readonly detour: 'merged' | 'follow_up' | null
  readonly message: PortalMessage
}

/**
 * Says something on a request in its customer's name; what is solved is opened again by it, or followed up. Null when it is
 * none of the caller's. Throws `conflict` when another message has this `clientId`, `invalid` for nothing said.
 */
export async function replyInPortal(context: Context, reply: PortalReply): Promise<SaidInPortal | null> {
  const customer = asCustomer(context)
  const said = await sayOnTicket(customer, {
    ...reply,
    visibility: 'public',
    asCustomer: false,
    lastSeenSeq: null,
  })
  if (said === null) return null
  const isTheirs = customersOf(context.principal).has(said.ticket.customer.id)
  const own = isTheirs ? said.ticket : await getTicket(customer, reply)
  if (own === null) return null
  const detour = isTheirs ? said.detour : null
  const message = presentPortalMessage(said.message)
  return { ticketId: encodeId('ticket', own.id), number: own.number, detour, message }
}

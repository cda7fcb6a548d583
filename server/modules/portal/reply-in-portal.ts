import type { Context } from '../../platform/context.ts'
import { encodeId } from '../../platform/ids.ts'
import { sayOnTicket } from '../merging/index.ts'
import { asCustomer } from './as-customer.ts'
import { type PortalMessage, presentPortalMessage } from './present-portal-ticket.ts'

export interface PortalReply {
  readonly ticketId: string
  readonly body: string
  /** The page's own id: sent twice, it is said once. */
  readonly clientId: string | null
  readonly fileIds: readonly string[]
}

/** What was said, and where it is kept: on a request it goes on in, or one that follows up what was closed too long ago. */
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
  const said = await sayOnTicket(asCustomer(context), {
    ...reply,
    visibility: 'public',
    asCustomer: false,
    lastSeenSeq: null,
  })
  if (said === null) return null
  const { ticket, message, detour } = said
  const ticketId = encodeId('ticket', ticket.id)
  return { ticketId, number: ticket.number, detour, message: presentPortalMessage(message) }
}

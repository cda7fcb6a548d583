import type { Context } from '../../platform/context.ts'
import { can } from '../access/index.ts'
import { findTicket, placeOf } from '../tickets/index.ts'
import { listDraftsOf } from './draft-view.ts'
import type { Draft } from './draft.ts'

/**
 * What is being written on a ticket: the caller's own drafts, and unsent replies of others in its house for who may reply
 * too. Null when there is no such ticket.
 */
export async function readDrafts(context: Context, { ticketId }: { ticketId: string }): Promise<Draft[] | null> {
  const { principal } = context
  return context.read(async (tx) => {
    const ticket = await findTicket(tx, context.workspace.id, ticketId)
    if (ticket === null || !can(principal, 'ticket:read', placeOf(ticket))) return null
    if (principal.kind === 'customer') return []
    const { id: writerId, partnerId } = principal
    const visibilities = can(principal, 'message:write', placeOf(ticket)) ? (['public', 'partner'] as const) : []
    return listDraftsOf(tx, context.workspace.id, { ticketId, writerId, partnerId, visibilities })
  })
}

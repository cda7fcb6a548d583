import type { Context, Tx } from '../../platform/context.ts'
import { AppError } from '../../platform/errors.ts'
import { can, requirePermission } from '../access/index.ts'
import { findTicket, placeOf } from '../tickets/index.ts'
import type { DraftKey } from './draft.ts'

/** Whether a ticket is there for this caller. Throws `forbidden` when they may not say such words on it. */
export async function mayWrite(tx: Tx, context: Context, { ticketId, visibility }: DraftKey): Promise<boolean> {
  const { principal } = context
  const ticket = await findTicket(tx, context.workspace.id, ticketId)
  if (ticket === null || !can(principal, 'ticket:read', placeOf(ticket))) return false
  requirePermission(context, visibility === 'internal' ? 'note:write' : 'message:write', placeOf(ticket))
  if (!isWriter(context)) throw new AppError('forbidden', 'Drafts are kept for those who work on tickets.')
  return true
}

/** Drafts are of people who work here or at a partner, and of the desks they use: not of customers, nor of the system. */
export function isWriter({ principal }: Context): boolean {
  return principal.kind === 'member' || principal.kind === 'token'
}

import type { Context, Tx } from '../../platform/context.ts'
import { AppError } from '../../platform/errors.ts'
import { can, type Permission, requirePermission } from '../access/index.ts'
import { placeOf, type Ticket } from '../tickets/index.ts'
import { commitChange } from './commit-change.ts'
import { gripTicket } from './grip-ticket.ts'
import { refuseMerged } from './said-elsewhere.ts'
import { besideTicket, type Grip, type TicketChange } from './ticket-change.ts'

export interface Handling {
  readonly ticketId: string
  /** Holds the task of this case of the ticket instead of its own. */
  readonly caseId?: string | null
  readonly permission: Permission
  /** The chat that the call is about: who may read that one needs to see nothing else of the ticket. */
  readonly chatId?: string
  /** Agents whose load the change may touch besides those who hold the ticket now. */
  readonly agentIds?: readonly string[]
  /** The version the caller has seen; null = whatever it is. */
  readonly expectedVersion?: number | null
}

/**
 * The frame of every verb that changes a ticket: holds it with its task and agents, lets `decide` say what changes,
 * and does it in one transaction. Null when the ticket does not exist or is not the caller's to see.
 * Throws `forbidden`, `version_mismatch` `conflict` for a ticket that was merged into another, and what
 * `decide` throws.
 */
export async function handleTicket(
  context: Context,
  handling: Handling,
  decide: (grip: Grip, tx: Tx) => TicketChange | Promise<TicketChange>,
): Promise<Ticket | null> {
  return context.transaction(async (tx) => {
    const { ticketId, agentIds = [], caseId = null } = handling
    const grip = await gripTicket(tx, context, { ticketId, agentIds, caseId })
    if (grip === null) return null
    const place = { ...placeOf(grip.ticket), chatId: handling.chatId ?? null }
    const reading = handling.chatId === undefined ? 'ticket:read' : 'chat:read'
    if (!can(context.principal, reading, place)) return null
    requirePermission(context, handling.permission, place)
    if (caseId === null) refuseMerged(grip.ticket)
    const expected = handling.expectedVersion ?? null
    if (expected !== null && expected !== grip.ticket.version) {
      throw new AppError('version_mismatch', `The ticket is at version ${grip.ticket.version}, not ${expected}.`, {
        currentVersion: grip.ticket.version,
      })
    }
    const change = await decide(grip, tx)
    return commitChange(tx, context, grip, caseId === null ? change : besideTicket(change))
  })
}

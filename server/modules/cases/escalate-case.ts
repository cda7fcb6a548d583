import { canonicalPriority, priorities, type Priority } from '../../core/workflow/index.ts'
import type { Context, Tx } from '../../platform/context.ts'
import { AppError, refuseField } from '../../platform/errors.ts'
import { can, requirePermission } from '../access/index.ts'
import { findTicket, placeOf } from '../tickets/index.ts'
import type { NewEvidence } from './add-evidence.ts'
import type { ShownCase } from './case.ts'
import { findCase } from './case-view.ts'
import { findNamedTickets, type TicketName } from './named-ticket-view.ts'
import { openCase } from './open-case.ts'
import { raiseLevel } from './raise-level.ts'

export interface Escalation extends TicketName {
  /** One of the four: a ticket by its id, number or external id, or an open case. */
  readonly caseId: string | null
  readonly reason: string | null
  /** A word of priorities, aliases too; null = the reason's own, or as it is. */
  readonly severity: string | null
  readonly lane: string | null
  readonly note: string | null
  readonly evidence: readonly NewEvidence[]
  readonly expectedVersion: number | null
}

/**
 * Escalates: a ticket gets a case, or answers the open one it has for this reason, which keeps what is brought and takes a
 * higher severity and another lane; a case is raised to its next level. Null when there is nothing of that name that the caller may see.
 * Throws `invalid`, `forbidden`, and `conflict` where a case is at the top or decided.
 */
export async function escalateCase(
  context: Context,
  input: Escalation,
): Promise<{ found: ShownCase; isNew: boolean } | null> {
  requirePermission(context, 'case:open')
  const { caseId, ticketId, ticketNumber, externalId } = input
  const named = [caseId, ticketId, ticketNumber, externalId].filter((name) => name !== null)
  if (named.length !== 1) {
    throw refuseField('/ticketId', 'one_of', 'Name one: ticketId, ticketNumber, externalId or caseId.')
  }
  const severity = severityOf(input.severity)
  if (caseId !== null) {
    const found = await raiseLevel(context, { ...input, caseId, severity })
    return found === null ? null : { found, isNew: false }
  }
  const { reason } = input
  if (reason === null) throw refuseField('/reason', 'required', 'Say why: a reason of the workflow, or free text.')
  return context.transaction(async (tx) => {
    const id = await oneTicket(tx, context, input)
    const ticket = id === null ? null : await findTicket(tx, context.workspace.id, id)
    if (ticket === null || !can(context.principal, 'ticket:read', placeOf(ticket))) return null
    const { partnerId, channel } = placeOf(ticket)
    requirePermission(context, 'case:open', { partnerId, channel })
    const opened = await openCase(tx, context, {
      ...input,
      ticketId: ticket.id,
      reason,
      severity,
      trigger: null,
    })
    const found = opened === null ? null : await findCase(tx, context.workspace.id, opened.caseId)
    return found === null ? null : { found, isNew: opened?.isNew ?? false }
  })
}

function severityOf(word: string | null): Priority | null {
  if (word === null) return null
  const severity = canonicalPriority(word)
  if (severity !== null) return severity
  throw refuseField('/severity', 'unknown_value', `"${word}" is not one of: ${priorities.join(', ')}.`)
}

/** The one ticket of that name; an external id that several have names none. */
async function oneTicket(tx: Tx, context: Context, name: TicketName): Promise<string | null> {
  if (name.ticketId !== null) return name.ticketId
  const [found, ...others] = await findNamedTickets(tx, context.workspace.id, name)
  if (others.length === 0) return found?.id ?? null
  const numbers = [found, ...others].map((ticket) => ticket?.number)
  throw new AppError('conflict', `Several tickets have this external id: ${numbers.join(', ')}.`, {
    reason: 'ambiguous',
    numbers,
  })
}

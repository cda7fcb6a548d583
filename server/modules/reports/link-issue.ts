import type { Context } from '../../platform/context.ts'
import { AppError, refuseField } from '../../platform/errors.ts'
import { requirePermission } from '../access/index.ts'
import { askForReport } from '../quality/index.ts'
import { getTicket, linkTickets } from '../tickets/index.ts'
import { type RecurringInput, readIssueTickets } from './read-recurring.ts'

export interface IssueLinkInput extends RecurringInput {
  /** Of the issue, as the report gave it. */
  readonly key: string
  /** The ticket that stands for the problem behind it. */
  readonly problemId: string
}

/** So many tickets are linked by one call, the latest ones. */
const mostLinked = 500

/**
 * Links all tickets of a recurring issue to the ticket of the problem behind it, as caused by that one; those that are
 * linked already stay so. Gives how many belong to it now. Throws `not_found` when the time has no such issue, `invalid`
 * when there is no such ticket, and `forbidden`.
 */
export async function linkIssue(context: Context, input: IssueLinkInput): Promise<{ linked: number }> {
  const { key, problemId, least, ...filters } = input
  requirePermission(context, 'ticket:write')
  const asked = askForReport(context, { ...filters, groupBy: null })
  // oxlint-disable-next-line switchyard/verb -- each link is a change of its own, with its event
  return context.transaction(async (tx) => {
    const inside = context.within(tx)
    const tickets = await readIssueTickets(tx, context, { key, asked, least })
    if (tickets === null) throw new AppError('not_found', 'The time has no such issue.')
    if ((await getTicket(inside, { ticketId: problemId })) === null)
      throw refuseField('/ticketId', 'unknown_ticket', 'There is no such ticket to link to.')
    const others = tickets.filter(({ id }) => id !== problemId).slice(-mostLinked)
    const inOrder = others.map(({ id }) => id).toSorted()
    for (const ticketId of inOrder) await linkTickets(inside, { ticketId, kind: 'caused_by', otherTicketId: problemId })
    return { linked: inOrder.length }
  })
}

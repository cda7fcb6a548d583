import { type ClockExplanation, explainClock } from '../../core/clocks/index.ts'
import type { Context } from '../../platform/context.ts'
import { can, requirePermission } from '../access/index.ts'
import { loadClocks, type StoredClock } from '../sla/index.ts'
import { currentWorkflow } from '../workflow/index.ts'
import { placeOf } from './place-of.ts'
import { findTicket } from './ticket-view.ts'

export interface ExplainedClock {
  readonly stored: StoredClock
  /** Null when the clock had not started at the instant asked for. */
  readonly explanation: ClockExplanation | null
}

/** A ticket's clocks with every second counted or skipped, at any instant; null when there is no such ticket. */
export async function explainSla(
  context: Context,
  input: { ticketId: string; asOf: number | null },
): Promise<ExplainedClock[] | null> {
  const workflow = await currentWorkflow(context)
  const asOf = input.asOf ?? context.now()
  return context.read(async (tx) => {
    const ticket = await findTicket(tx, context.workspace.id, input.ticketId)
    if (ticket === null || !can(context.principal, 'ticket:read', placeOf(ticket))) return null
    requirePermission(context, 'sla:read', placeOf(ticket))
    const clocks = await loadClocks(tx, context.workspace.id, input.ticketId)
    return clocks.map((stored) => ({ stored, explanation: explainClock(stored.ledger, asOf, workflow.calendars) }))
  })
}

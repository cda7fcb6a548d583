import { type ClockExplanation, explainClock, isInternal } from '../../core/clocks/index.ts'
import type { Context } from '../../platform/context.ts'
import { isForStaff } from '../../platform/principal.ts'
import { can, requirePermission } from '../access/index.ts'
import { type ClockStep, clockStepsOf, loadClocks, type StoredClock } from '../sla/index.ts'
import { currentWorkflow } from '../workflow/index.ts'
import { type AuthorKey, findAuthorNames } from './message-view.ts'
import { placeOf } from './place-of.ts'
import { findTicket } from './ticket-view.ts'

export interface ExplainedClock {
  readonly stored: StoredClock
  /** Null when the clock had not started at the instant asked for. */
  readonly explanation: ClockExplanation | null
  /** As people read them: the policy's label and the zone of the calendar, where the workflow in force has them. */
  readonly policyLabel: string
  readonly zone: string | null
  /** What the clock does next and has done; none while it stands still or for a past instant. */
  readonly steps: readonly ClockStep[]
  /** Who set due times of the ticket by hand, by `kind id`; null for who is not told who did and why. */
  readonly authors: ReadonlyMap<string, string> | null
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
    const isStaff = isForStaff(context.principal)
    const all = await loadClocks(tx, context.workspace.id, input.ticketId)
    const clocks = isStaff ? all : all.filter(({ clock }) => !isInternal(clock.metric))
    const authors = isStaff ? await findAuthorNames(tx, context.workspace.id, authorsOf(clocks)) : null
    const calendars = new Map([...workflow.formerCalendars, ...workflow.calendars])
    return clocks.map((stored) => ({
      stored,
      explanation: explainClock(stored.ledger, asOf, calendars),
      policyLabel: workflow.policies.get(stored.clock.policy)?.label ?? stored.clock.policy,
      zone: calendars.get(stored.clock.calendar)?.zone ?? null,
      steps: input.asOf === null ? clockStepsOf(stored, workflow) : [],
      authors,
    }))
  })
}

function authorsOf(clocks: readonly StoredClock[]): AuthorKey[] {
  const by = clocks.flatMap(({ ledger }) => ledger.flatMap((entry) => entry.by ?? []))
  // Who calls is one of these; the product itself has no name.
  return (by as AuthorKey[]).filter(({ kind }) => kind !== 'system')
}

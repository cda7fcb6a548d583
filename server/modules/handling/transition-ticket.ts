import { planTransition, type RefusedTransition } from '../../core/lifecycle/index.ts'
import type { Context } from '../../platform/context.ts'
import { AppError } from '../../platform/errors.ts'
import { stageOf, type Ticket } from '../tickets/index.ts'
import { changeOfSteps } from './change-of-steps.ts'
import { handleTicket } from './handle-ticket.ts'
import { messageChange } from './message-change.ts'
import { joinChanges, noChange } from './ticket-change.ts'

export interface TransitionInput {
  readonly ticketId: string
  readonly to: string
  readonly note?: string
  readonly cause?: { readonly code?: string; readonly text?: string }
  readonly correction?: { readonly text?: string; readonly change?: string }
  readonly solutionCheck?: 'passed' | 'failed'
  readonly resolution?: string
  readonly expectedVersion?: number
}

/**
 * Moves a ticket to a status, over several stages when the call holds every fact their guards ask for; a note is kept
 * as an internal message. Null when there is no such ticket.
 * Throws `illegal_transition` or `guard_failed` with the missing facts and the legal next statuses.
 */
export async function transitionTicket(context: Context, input: TransitionInput): Promise<Ticket | null> {
  const { ticketId, to, expectedVersion, ...facts } = input
  const handling = { ticketId, permission: 'ticket:write', expectedVersion: expectedVersion ?? null } as const
  return handleTicket(context, handling, async (grip, tx) => {
    const { ticket, lifecycle } = grip
    const at = context.now()
    const plan = planTransition(lifecycle, stageOf(ticket), { to, facts, at })
    if (plan.kind === 'refused') throw refusal(plan, ticket.status, to)
    const note = facts.note === undefined ? noChange : await noteChange(facts.note)
    return joinChanges(note, changeOfSteps(grip, plan, { at, agentId: ticket.assignee?.id ?? null }))

    function noteChange(body: string) {
      return messageChange(tx, context, grip, { body, visibility: 'internal', clientId: null })
    }
  })
}

function refusal(plan: RefusedTransition, from: string, to: string): AppError {
  const { code, missing, legal } = plan
  const message =
    code === 'guard_failed'
      ? `Going from ${from} to ${to} still asks for: ${missing.join(', ')}.`
      : `A ticket that is ${from} cannot become ${to}; it may become: ${legal.join(', ')}.`
  return new AppError(code, message, { missing, legal })
}

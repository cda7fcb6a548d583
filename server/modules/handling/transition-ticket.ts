import { barText, type MayAs, planTransition, type RefusedTransition } from '../../core/lifecycle/index.ts'
import type { Context } from '../../platform/context.ts'
import { AppError } from '../../platform/errors.ts'
import type { Principal } from '../../platform/principal.ts'
import { mayAs } from '../access/index.ts'
import { fieldErrors, hasOpenCase, presentBars, stageOf, type Ticket } from '../tickets/index.ts'
import { changeOfSteps } from './change-of-steps.ts'
import { handleTicket } from './handle-ticket.ts'
import { noteChange } from './note-change.ts'
import { type Grip, joinChanges, noChange, type TicketChange } from './ticket-change.ts'

export interface TransitionFacts {
  readonly to: string
  readonly note?: string
  readonly cause?: { readonly code?: string; readonly text?: string }
  readonly correction?: { readonly text?: string; readonly change?: string }
  readonly solutionCheck?: 'passed' | 'failed'
  readonly resolution?: string
  /** Custom fields, merged into those there are. */
  readonly fields?: Readonly<Record<string, unknown>>
}

export interface TransitionInput extends TransitionFacts {
  readonly ticketId: string
  readonly expectedVersion?: number
  /** Who asks for it, where somebody else's rights are used for doing it; left out = the caller. */
  readonly askedBy?: Principal
}

/** When and by whom a move is asked for, and whether the ticket has an open case. */
export interface MoveAsked {
  readonly at: number
  readonly mayAs: MayAs
  readonly hasOpenCase: boolean
}

/**
 * Moves a ticket to a status, over several stages when the call holds every fact their guards ask for; a note is kept
 * as an internal message. Null when there is no such ticket.
 * Throws `illegal_transition` or `guard_failed` with the missing facts, what bars the way for the caller, and the next
 * statuses that are legal for them.
 */
export async function transitionTicket(context: Context, input: TransitionInput): Promise<Ticket | null> {
  const { ticketId, expectedVersion, askedBy = context.principal, ...facts } = input
  const handling = { ticketId, permission: 'ticket:write', expectedVersion: expectedVersion ?? null } as const
  return handleTicket(context, handling, async (grip, tx) => {
    const isInCase = await hasOpenCase(tx, context.workspace.id, { ticketId, lifecycle: grip.lifecycle })
    const moved = transitionChange(grip, facts, askedOf(askedBy, { at: context.now(), hasOpenCase: isInCase }))
    return joinChanges(await noteChange(tx, context, grip, facts.note ?? null), moved)
  })
}

/** A move that this principal asks for. */
export function askedOf(principal: Principal, more: Omit<MoveAsked, 'mayAs'>): MoveAsked {
  return { ...more, mayAs: (role) => mayAs(principal, role) }
}

/** What moving a ticket to a status does to it, its note aside. Throws what keeps it from being done. */
export function transitionChange(
  grip: Grip,
  { to, fields, ...facts }: Omit<TransitionFacts, 'expectedVersion'>,
  { at, hasOpenCase: isInCase, ...asked }: MoveAsked,
): TicketChange {
  const { lifecycle, workflow } = grip
  const told = fieldsChange(grip, fields)
  const ticket = { ...grip.ticket, fields: told.patch.fields ?? grip.ticket.fields }
  const stage = { ...stageOf(ticket, workflow), hasOpenCase: isInCase }
  const plan = planTransition(lifecycle, stage, { to, facts, at, ...asked })
  if (plan.kind === 'refused') throw refusal(plan, ticket.status, to)
  return joinChanges(told, changeOfSteps(grip, plan, { at, agentId: ticket.assignee?.id ?? null }))
}

function fieldsChange({ ticket, workflow }: Grip, fields: TransitionFacts['fields']): TicketChange {
  if (fields === undefined) return noChange
  const faults = fieldErrors(workflow, ticket.type, fields)
  if (faults.length > 0) throw new AppError('invalid', 'Some fields are not of their kind.', {}, faults)
  const patch = { fields: { ...ticket.fields, ...fields } }
  if (JSON.stringify(patch.fields) === JSON.stringify(ticket.fields)) return noChange
  return { ...noChange, patch, facts: [{ type: 'ticket.updated', data: { changed: ['fields'] } }] }
}

function refusal(plan: RefusedTransition, from: string, to: string): AppError {
  const { code, missing, barredBy, legal } = plan
  const details = { missing, barredBy: presentBars(barredBy), legal }
  if (code === 'illegal_transition') {
    const message = `A ticket that is ${from} cannot become ${to}; it may become: ${legal.join(', ')}.`
    return new AppError(code, message, details)
  }
  const asks = missing.length === 0 ? [] : [`Going from ${from} to ${to} still asks for: ${missing.join(', ')}.`]
  const bars =
    barredBy.length === 0 ? [] : [`Going from ${from} to ${to} is barred: ${barredBy.map(barText).join('; ')}.`]
  return new AppError(code, [...bars, ...asks].join(' '), details)
}

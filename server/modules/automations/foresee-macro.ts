import type { Macro } from '../../core/automations/index.ts'
import type { Context } from '../../platform/context.ts'
import { type Permission, requirePermission } from '../access/index.ts'
import {
  askedOf,
  type Grip,
  joinChanges,
  noChange,
  takingChange,
  type TicketChange,
  transitionChange,
  unassigningChange,
  updateChange,
} from '../handling/index.ts'
import { placeOf, type Ticket } from '../tickets/index.ts'
import { agentOf, joined, type Step, updateOf } from './do-actions.ts'

/** Something is said, opened or told beside the ticket; that much is foreseen of it. */
const beside: TicketChange = { ...noChange, patch: { messageSeq: 0 } }

/**
 * What a macro would make of a ticket as it is now, step after step, by what decides each when it is done. Nothing is done.
 * Throws what the verbs would throw.
 */
export function foreseeMacro(
  context: Context,
  grip: Grip,
  { macro, body, hasOpenCase }: { macro: Macro; body: string | null; hasOpenCase: boolean },
): TicketChange {
  const saysText = body !== null || Object.values(macro.body).some((text) => text.trim() !== '')
  let seen = grip
  let all = noChange
  let opensCase = false
  if (saysText) {
    ask(context, grip, macro.isInternal ? 'note:write' : 'message:write')
    all = beside
  }
  for (const step of joined(macro.actions)) {
    const change = foreseeStep(context, seen, { step, hasOpenCase: opensCase || hasOpenCase })
    opensCase ||= step.kind === 'openCase'
    all = joinChanges(all, change)
    // A verb sets a property to words of its own kind, which the type of a patch does not say.
    seen = { ...seen, ticket: { ...seen.ticket, ...change.patch } as Ticket }
  }
  return all
}

function foreseeStep(
  context: Context,
  grip: Grip,
  { step, hasOpenCase }: { step: Step; hasOpenCase: boolean },
): TicketChange {
  const { ticket } = grip
  const at = context.now()
  switch (step.kind) {
    case 'update':
      ask(context, grip, 'ticket:write')
      return updateChange(grip, updateOf(ticket, step.actions), { at, by: 'person' })
    case 'transition': {
      ask(context, grip, 'ticket:write')
      const { to, resolution, note } = step
      const brought = { ...(resolution !== null && { resolution }), ...(note !== null && { note }) }
      const asked = askedOf(context.principal, { at, hasOpenCase })
      return ticket.status === to ? noChange : transitionChange(grip, { to, ...brought }, asked)
    }
    case 'assign': {
      ask(context, grip, 'ticket:assign')
      const { agentId: id, name } = context.principal
      const agentId = agentOf({ agent: id === null ? null : { id, name } }, step.agent)
      return ticket.assignee?.id === agentId ? noChange : takingChange(grip, { agentId, at })
    }
    case 'unassign':
      ask(context, grip, 'ticket:assign')
      return unassigningChange(ticket)
    case 'note':
      return besideWith(context, grip, 'note:write')
    case 'send':
    case 'firstResponse':
      return besideWith(context, grip, 'message:write')
    case 'openCase':
      return besideWith(context, grip, 'case:open')
    case 'notify':
      return besideWith(context, grip, 'note:write')
  }
}

function besideWith(context: Context, grip: Grip, permission: Permission): TicketChange {
  ask(context, grip, permission)
  return beside
}

function ask(context: Context, { ticket }: Grip, permission: Permission): void {
  requirePermission(context, permission, placeOf(ticket))
}

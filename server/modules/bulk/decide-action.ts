import type { Context } from '../../platform/context.ts'
import { AppError, type ErrorCode } from '../../platform/errors.ts'
import { can, type Permission, requirePermission } from '../access/index.ts'
import { foreseeMacro, macrosFor } from '../automations/index.ts'
import {
  askedOf,
  type Grip,
  noChange,
  putAsideChange,
  takeUpChange,
  takingChange,
  type TicketChange,
  transitionChange,
  unassigningChange,
  updateChange,
} from '../handling/index.ts'
import { placeOf, type Ticket } from '../tickets/index.ts'
import type { WorkflowSnapshot } from '../../core/workflow/index.ts'
import type { BulkAction } from './bulk.ts'

/** What an action would do to a ticket. */
export type Foreseen =
  | { readonly outcome: 'changed'; readonly change: TicketChange }
  | { readonly outcome: 'unchanged' }
  | { readonly outcome: 'refused'; readonly code: ErrorCode; readonly detail: string }

interface Foreseeing {
  readonly ticket: Ticket
  readonly workflow: WorkflowSnapshot
  readonly action: BulkAction
  readonly seen: Seen
}

/** What the ticket does not say itself. */
export interface Seen {
  /** Somebody is on the line of it, or waits for a call. */
  readonly isLive: boolean
  readonly hasOpenCase: boolean
}

/** Foresees what an action does to a ticket as it is now, by what decides it when it is done. */
export function foresee(context: Context, { ticket, workflow, action, seen }: Foreseeing): Foreseen {
  try {
    const change = decide(context, lookAt(ticket, workflow), { action, seen })
    const isChange = change.facts.length > 0 || Object.keys(change.patch).length > 0
    return isChange ? { outcome: 'changed', change } : { outcome: 'unchanged' }
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    return { outcome: 'refused', code: error.code, detail: error.message }
  }
}

/** A ticket seen without holding it: whoever has work on it does not matter to what is decided here. */
function lookAt(ticket: Ticket, workflow: WorkflowSnapshot): Grip {
  const lifecycle = workflow.lifecycles.get(ticket.lifecycle)
  if (lifecycle === undefined)
    throw new AppError('conflict', `The workflow no longer has the lifecycle "${ticket.lifecycle}" of this ticket.`)
  return { ticket, caseId: null, task: null, pending: [], heldBy: null, workflow, lifecycle }
}

function decide(context: Context, grip: Grip, { action, seen }: Pick<Foreseeing, 'action' | 'seen'>): TicketChange {
  const { ticket } = grip
  requirePermission(context, permissionOf(action), placeOf(ticket))
  if (ticket.mergedInto !== null)
    throw new AppError('conflict', 'It was merged into another ticket.', { reason: 'merged' })
  const at = context.now()
  const { isLive, hasOpenCase } = seen
  switch (action.kind) {
    case 'transition': {
      if (action.note !== undefined && !can(context.principal, 'note:write', placeOf(ticket)))
        throw new AppError('forbidden', 'This token may write no notes here.')
      return transitionChange(grip, action, askedOf(context.principal, { at, hasOpenCase }))
    }
    case 'assign':
      return ticket.assignee?.id === action.agentId ? noChange : takingChange(grip, { agentId: action.agentId, at })
    case 'unassign':
      return unassigningChange(ticket)
    case 'update':
      return updateChange(grip, action.set, { at, by: 'person' })
    case 'tags':
      return tagsChange(ticket, action)
    case 'snooze': {
      const { until } = action
      return until === null ? takeUpChange(ticket) : putAsideChange(ticket, { until: Date.parse(until), isLive })
    }
    case 'reply':
      return saying
    case 'applyMacro': {
      const macro = macrosFor(grip.workflow, context.principal).find(({ slug }) => slug === action.key)
      if (macro === undefined) throw new AppError('not_found', `There is no macro "${action.key}" any more.`)
      return foreseeMacro(context, grip, { macro, body: action.body, hasOpenCase })
    }
  }
}

/** Something is said; that much is foreseen of it. */
const saying: TicketChange = { ...noChange, patch: { messageSeq: 0 } }

/** What an action asks of whoever wants it. */
export function permissionOf(action: BulkAction): Permission {
  switch (action.kind) {
    case 'assign':
    case 'unassign':
      return 'ticket:assign'
    case 'reply':
      return action.visibility === 'public' ? 'message:write' : 'note:write'
    case 'applyMacro':
      return 'workflow:read'
    case 'transition':
    case 'update':
    case 'tags':
    case 'snooze':
      return 'ticket:write'
  }
}

const mostTags = 50

/** Adds and removes tags; the others stay. Throws `invalid` where that would be too many. */
export function tagsChange(
  { tags }: Ticket,
  { add, remove }: Pick<Extract<BulkAction, { kind: 'tags' }>, 'add' | 'remove'>,
): TicketChange {
  const next = [...new Set([...tags, ...add])].filter((tag) => !remove.includes(tag))
  if (next.length > mostTags) throw new AppError('invalid', `A ticket has at most ${mostTags} tags.`)
  if (next.length === tags.length && next.every((tag) => tags.includes(tag))) return noChange
  return { ...noChange, patch: { tags: next }, facts: [{ type: 'ticket.updated', data: { changed: ['tags'] } }] }
}

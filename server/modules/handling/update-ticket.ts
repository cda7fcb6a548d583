import { byItself, planTransition } from '../../core/lifecycle/index.ts'
import { canonicalPriority, planPriority, type Priority, type WeightWord } from '../../core/workflow/index.ts'
import type { Context } from '../../platform/context.ts'
import { AppError, type FieldError } from '../../platform/errors.ts'
import { checkCallbackUrl } from '../deliveries/index.ts'
import { fieldErrors, stageOf, type Ticket, type TicketPatch } from '../tickets/index.ts'
import { changeOfSteps } from './change-of-steps.ts'
import { handleTicket } from './handle-ticket.ts'
import { type Grip, joinChanges, noChange, type TaskMove, type TicketChange } from './ticket-change.ts'

/** What a caller may set on a ticket; absent members stay as they are. */
export interface TicketUpdate {
  readonly type?: string
  readonly category?: string
  readonly priority?: string
  /** With both, and no priority beside them, the workflow's matrix computes it. */
  readonly impact?: WeightWord | null
  readonly urgency?: WeightWord | null
  /** Why the priority is another than computed: it then stands until this is taken back with null. */
  readonly priorityReason?: string | null
  readonly language?: string
  readonly queue?: string
  readonly externalId?: string | null
  readonly issueSummary?: string
  readonly tags?: readonly string[]
  readonly fields?: Readonly<Record<string, unknown>>
  readonly affected?: readonly string[]
  readonly callbackUrl?: string | null
}

/** When a category was set, and by whom. */
interface Classified {
  readonly at: number
  readonly by: 'person' | 'rule'
}

/**
 * Changes a ticket's properties. A new priority, named or computed from impact and urgency, re-aims its clocks, a new queue moves its waiting
 * task, of which a pending offer ends by that, a new language is what its task asks for, and setting the category of a
 * ticket that had none classifies it. Null when there is no such ticket. Throws `invalid`.
 */
export async function updateTicket(
  context: Context,
  input: { ticketId: string; update: TicketUpdate; expectedVersion: number | null },
): Promise<Ticket | null> {
  const { ticketId, update, expectedVersion } = input
  if (typeof update.callbackUrl === 'string') checkCallbackUrl(context, update.callbackUrl)
  return handleTicket(context, { ticketId, permission: 'ticket:write', expectedVersion }, (grip) =>
    updateChange(grip, update, { at: context.now(), by: context.principal.kind === 'system' ? 'rule' : 'person' }),
  )
}

/** What setting properties does to a ticket. Throws `invalid` for words the workflow does not know. */
export function updateChange(grip: Grip, update: TicketUpdate, { at, by }: Classified): TicketChange {
  refuseUnknownWords(grip.workflow, grip.ticket.type, update)
  const priority = update.priority === undefined ? undefined : (canonicalPriority(update.priority) ?? undefined)
  const planned = planPriority(grip.workflow, grip.ticket, { ...update, priority })
  const patch = patchOf(grip.ticket, { ...update, ...planned })
  const changed = Object.keys(patch)
  if (changed.length === 0) return noChange
  const updated: TicketChange = {
    patch,
    facts: [{ type: 'ticket.updated', data: { changed } }],
    clockEvents: patch.priority === undefined ? [] : [{ kind: 'priority', to: patch.priority as Priority, at }],
    taskMoves: taskMoves(grip.workflow, patch),
  }
  return joinChanges(updated, classifying(grip, patch, { at, by }))
}

function patchOf(ticket: Ticket, update: TicketUpdate): TicketPatch {
  const changed = Object.entries(update).filter(([name, value]) => {
    if (value === undefined) return false
    return JSON.stringify(value) !== JSON.stringify(ticket[name as keyof Ticket])
  })
  const patch = Object.fromEntries(changed) as TicketPatch
  return update.fields === undefined || patch.fields === undefined
    ? patch
    : { ...patch, fields: { ...ticket.fields, ...update.fields } }
}

function taskMoves({ requiresLanguage }: Grip['workflow'], patch: TicketPatch): TaskMove[] {
  const { queue, priority } = patch
  const language = requiresLanguage ? patch.language : undefined
  const changed = {
    ...(queue !== undefined && { queue }),
    ...(priority !== undefined && { priority }),
    ...(language !== undefined && { language }),
  }
  return Object.keys(changed).length === 0 ? [] : [{ kind: 'update', ...changed }]
}

/** The stages a ticket goes on to because its type, category and priority are all set now. */
function classifying(grip: Grip, patch: TicketPatch, { at, by }: Classified): TicketChange {
  const { ticket, lifecycle, workflow } = grip
  if (patch.category == null || ticket.status !== lifecycle.start) return noChange
  const goal = ticket.assignee === null ? lifecycle.classified : lifecycle.assigned
  const changed = { ...ticket, ...(patch as Partial<Ticket>) }
  const plan = planTransition(lifecycle, stageOf(changed, workflow), { to: goal, facts: {}, at, mayAs: byItself })
  if (plan.kind === 'refused') return noChange
  const known = { ...grip, ticket: changed }
  const steps = changeOfSteps(known, plan, { at, agentId: ticket.assignee?.id ?? null, classifiedBy: by })
  return joinChanges(steps, { ...noChange, patch: { classifiedBy: by } })
}

/** Throws `invalid`, naming every word that the workflow does not know; fields are held against the type. */
export function refuseUnknownWords(workflow: Grip['workflow'], type: string | null, update: TicketUpdate): void {
  const faults: FieldError[] = []
  const expect = (field: keyof TicketUpdate, value: string | undefined, known: ReadonlyMap<string, unknown>) => {
    if (value === undefined || known.has(value)) return
    const message = `"${value}" is not one of: ${[...known.keys()].join(', ')}.`
    faults.push({ pointer: `/${field}`, code: `unknown_${field}`, message })
  }
  expect('type', update.type, workflow.types)
  expect('category', update.category, workflow.categories)
  expect('queue', update.queue, workflow.queues)
  for (const service of update.affected ?? []) expect('affected', service, workflow.services)
  if (update.priority !== undefined && canonicalPriority(update.priority) === null) {
    const message = `"${update.priority}" is not one of: low, normal, high, critical.`
    faults.push({ pointer: '/priority', code: 'unknown_priority', message })
  }
  faults.push(...fieldErrors(workflow, update.type ?? type, update.fields ?? {}))
  if (faults.length > 0)
    throw new AppError('invalid', 'The change names things this workspace does not have.', {}, faults)
}

import {
  type Bar,
  barText,
  categoryOf,
  customerStatus,
  foundFacts,
  hasEnded,
  legalTransitions,
  type Lifecycle,
  type MayAs,
  planTransition,
  type TicketFacts,
  type TransitionPlan,
  undoWindowMs,
} from '../../core/lifecycle/index.ts'
import { type ClockMetric, isInternal } from '../../core/clocks/index.ts'
import { checklistOfType, fieldsAsked, type WorkflowSnapshot } from '../../core/workflow/index.ts'
import { encodeId } from '../../platform/ids.ts'
import { isForStaff, type Principal, type WhoReads } from '../../platform/principal.ts'
import { can, mayAs } from '../access/index.ts'
import { customerFor, handoffFor } from './readable-for.ts'
import type { ClockOfTicket, Ticket } from './ticket.ts'

/** A ticket as the API writes it: prefixed ids, RFC 3339 times. */
export type TicketAnswer = ReturnType<typeof presentTicket>

function time(ms: number): string
function time(ms: number | null): string | null
function time(ms: number | null): string | null {
  return ms === null ? null : new Date(ms).toISOString()
}

/**
 * The ticket as this reader sees it, who may be whoever raised it. The number stands before everything a caller wrote,
 * which lets intake write the text around it before the number is known.
 */
export function presentTicket(ticket: Ticket, workflow: WorkflowSnapshot, reader: WhoReads) {
  const id = encodeId('ticket', ticket.id)
  const lifecycle = workflow.lifecycles.get(ticket.lifecycle)
  return {
    id,
    number: ticket.number,
    version: ticket.version,
    externalId: ticket.externalId,
    status: ticket.status,
    statusCategory: ticket.statusCategory,
    customerStatus: lifecycle === undefined ? ticket.status : customerStatus(lifecycle, ticket.status, ticket.language),
    type: ticket.type,
    category: ticket.category,
    priority: ticket.priority,
    impact: ticket.impact,
    urgency: ticket.urgency,
    priorityReason: ticket.priorityReason,
    channel: ticket.channel,
    serviceLine: ticket.serviceLine,
    language: ticket.language,
    queue: ticket.queue,
    customer: customerFor({ principal: reader }, ticket.customer, ticket.createdBy),
    issueSummary: ticket.issueSummary,
    assignee: ticket.assignee === null ? null : { ...ticket.assignee, id: encodeId('agent', ticket.assignee.id) },
    order:
      ticket.order === null
        ? null
        : {
            id: ticket.order.externalId,
            storeId: ticket.order.storeId,
            region: ticket.order.region,
            placedAt: time(ticket.order.placedAt),
          },
    tags: [...ticket.tags],
    fields: { ...ticket.fields },
    affected: [...ticket.affected],
    classifiedBy: ticket.classifiedBy,
    cause: ticket.cause === null ? null : { ...ticket.cause },
    correction: ticket.correction === null ? null : { ...ticket.correction },
    solutionCheck: ticket.solutionCheck,
    resolution: ticket.resolution,
    market: ticket.market === null ? null : { ...ticket.market },
    storeId: ticket.storeId,
    handoff: handoffFor({ principal: reader }, ticket.handoff),
    sla: presentSla(ticket, reader),
    taskId: ticket.taskId === null ? null : encodeId('task', ticket.taskId),
    workflowVersion: ticket.workflowVersion,
    callbackUrl: ticket.callbackUrl,
    mergedInto: presentMerge(ticket),
    checklist: progressOf(ticket, workflow),
    openedBy: ticket.openedBy,
    reopened: ticket.reopened,
    links: {
      self: `/v1/tickets/${id}`,
      timeline: `/v1/tickets/${id}/timeline`,
      chat: null as string | null,
      console: `/tickets/${id}`,
    },
    createdAt: time(ticket.createdAt),
    updatedAt: time(ticket.updatedAt),
    solvedAt: time(ticket.solvedAt),
    closedAt: time(ticket.closedAt),
  }
}

/** What this caller may do with the ticket now, so that a screen never works permissions out by itself. */
export function presentAbilities(
  ticket: Ticket,
  workflow: WorkflowSnapshot,
  { principal, hasOpenCase }: { readonly principal: Principal; readonly hasOpenCase: boolean },
) {
  const place = { channel: ticket.channel, queue: ticket.queue }
  const isMerged = ticket.mergedInto !== null
  const { isErased } = ticket
  const lifecycle = workflow.lifecycles.get(ticket.lifecycle)
  const stage = { ...stageOf(ticket, workflow), hasOpenCase }
  const asCaller: MayAs = (role) => mayAs(principal, role)
  return {
    can: {
      reply: !isErased && can(principal, 'message:write', place),
      note: !isErased && can(principal, 'note:write', place),
      transition: !isMerged && !isErased && can(principal, 'ticket:write', place),
      assign: !isMerged && !isErased && can(principal, 'ticket:assign', place),
      merge: !isErased && can(principal, 'ticket:merge', place),
    },
    legalTransitions:
      isMerged || isErased || lifecycle === undefined ? [] : presentTransitions(lifecycle, stage, asCaller),
    solving: lifecycle === undefined ? null : presentSolving(lifecycle, ticket, { stage, mayAs: asCaller }),
    // Written among colleagues: neither customers nor partners are told.
    mergeReason: isForStaff(principal) ? (ticket.mergedInto?.reason ?? null) : null,
    ...presentSnooze(ticket, principal),
  }
}

/** How colleagues arrange their work is told to nobody else. */
export function presentSnooze({ snoozedUntil }: Ticket, principal: Principal) {
  return { snoozedUntil: isForStaff(principal) ? time(snoozedUntil) : null }
}

/** How far a ticket's checklist is; null when it has none. Untouched, it is the one the workflow gives its type. */
function progressOf(
  { checklist, type }: Pick<Ticket, 'checklist' | 'type'>,
  workflow: WorkflowSnapshot,
): { done: number; total: number } | null {
  const total = checklist?.total ?? checklistOfType(workflow, type)?.items.length ?? 0
  return total === 0 ? null : { done: checklist?.done ?? 0, total }
}

/** The facts a guard may ask for, as the ticket has them; a checklist without items is complete. */
export function factsOf(ticket: Ticket, workflow: WorkflowSnapshot): Record<string, unknown> {
  const progress = progressOf(ticket, workflow)
  const fields = Object.entries(ticket.fields).map(([name, value]) => [`fields.${name}`, value] as const)
  return {
    ...Object.fromEntries(fields),
    checklist: progress === null || progress.done === progress.total ? 'complete' : null,
    type: ticket.type,
    category: ticket.category,
    priority: ticket.priority,
    assignee: ticket.assignee?.id ?? null,
    cause: ticket.cause === null ? null : { ...ticket.cause },
    correction: ticket.correction === null ? null : { ...ticket.correction },
    solutionCheck: ticket.solutionCheck,
    resolution: ticket.resolution,
  }
}

/** What the lifecycle's questions are asked of. */
export function stageOf(ticket: Ticket, workflow: WorkflowSnapshot) {
  return {
    status: ticket.status,
    stageLeft: ticket.returnsTo,
    endedAt: ticket.closedAt ?? ticket.solvedAt,
    facts: factsOf(ticket, workflow),
    asks: fieldsAsked(workflow, ticket.type),
  }
}

/** Facts that somebody who ends the work can tell; anything else must happen first. */
const tellable = new Set<string>(foundFacts)

function isTellable(fact: string): boolean {
  return tellable.has(fact) || fact.startsWith('fields.')
}

/** The one move that ends the work from here, over as many stages as it takes, with what it still asks for. */
function presentSolving(
  lifecycle: Lifecycle,
  ticket: Ticket,
  { stage, mayAs: asCaller }: { readonly stage: TicketFacts; readonly mayAs: MayAs },
) {
  if (hasEnded(ticket.statusCategory)) return null
  const statuses = [...lifecycle.statuses.values()]
  const end = statuses.find((one) => one.category === 'solved') ?? statuses.find((one) => one.category === 'closed')
  if (end === undefined) return null
  const planAs = (mayAs: MayAs) =>
    planTransition(lifecycle, stage, { to: end.slug, facts: {}, at: ticket.updatedAt, mayAs })
  const isNoWay = (plan: TransitionPlan) =>
    plan.kind === 'refused' && (plan.code === 'illegal_transition' || plan.barredBy.length > 0)
  // A shortcut that is kept for some skips what the way of everybody asks for: that is chosen, not fallen into.
  const ordinary = planAs(() => false)
  const plan = isNoWay(ordinary) ? planAs(asCaller) : ordinary
  if (isNoWay(plan)) return null
  const missing = plan.kind === 'refused' ? [...plan.missing] : []
  return missing.every(isTellable) ? { to: end.slug, label: end.label, missing } : null
}

function presentTransitions(lifecycle: Lifecycle, stage: TicketFacts, asCaller: MayAs) {
  return legalTransitions(lifecycle, stage, asCaller).map((legal) => ({
    ...legal,
    requires: [...legal.requires],
    missing: [...legal.missing],
    barredBy: presentBars(legal.barredBy),
    category: categoryOf(lifecycle, legal.to),
  }))
}

/** What keeps a caller from a transition, by the words of the workflow and in plain ones. */
export function presentBars(bars: readonly Bar[]) {
  return bars.map((bar) => ({
    guard: bar.guard,
    roles: bar.guard === 'roles' ? [...bar.roles] : [],
    reason: barText(bar),
  }))
}

function presentMerge({ mergedInto }: Ticket) {
  if (mergedInto === null) return null
  const { id, number, at } = mergedInto
  return { id: encodeId('ticket', id), number, at: time(at), undoableUntil: time(at + undoWindowMs) }
}

/** What is promised among teams and partners is shown to staff only. */
function presentSla(ticket: Ticket, reader: WhoReads) {
  const clocks = isForStaff(reader) ? ticket.clocks : ticket.clocks.filter(({ metric }) => !isInternal(metric))
  const of = (metric: ClockMetric) => presentClock(clocks.find((clock) => clock.metric === metric))
  return {
    firstResponse: of('firstResponse'),
    nextResponse: of('nextResponse'),
    periodicUpdate: of('periodicUpdate'),
    resolution: of('resolution'),
    ownership: of('ownership'),
    partnerResponse: of('partnerResponse'),
    nextDueAt: time(isForStaff(reader) ? ticket.nextDueAt : nextDueOf(clocks)),
  }
}

function nextDueOf(clocks: readonly ClockOfTicket[]): number | null {
  const open = clocks.flatMap(({ state, metAt, dueAt }) =>
    dueAt !== null && metAt === null && (state === 'running' || state === 'breached') ? [dueAt] : [],
  )
  return open.length === 0 ? null : Math.min(...open)
}

function presentClock(clock: ClockOfTicket | undefined) {
  if (clock === undefined) return null
  const { state, unit, targetMs, remainingMs } = clock
  return { dueAt: time(clock.dueAt), state, unit, targetMs, remainingMs }
}

import { type ClockChange, type OpenedBy, startClocks, unitOf } from '../../core/clocks/index.ts'
import { categoryOf } from '../../core/lifecycle/index.ts'
import {
  type Classification,
  classify,
  type ClassifyRequest,
  type Standing,
  type TakenStep,
  termsOf,
  type WorkflowSnapshot,
} from '../../core/workflow/index.ts'
import type { Context } from '../../platform/context.ts'
import { newId } from '../../platform/ids.ts'
import type { Call } from '../calls/index.ts'
import type { KnownCustomer } from '../customers/index.ts'
import type { Order } from '../orders/index.ts'
import { standingOf } from '../routing/index.ts'
import type { Ticket } from '../tickets/index.ts'
import { createdByOf } from './created-by.ts'
import type { CallOfRequest, TicketRequest } from './ticket-request.ts'

/** A request decided in memory: the ticket as it will be (its number still 0), and what decided it. */
export interface PreparedTicket {
  readonly ticket: Ticket
  readonly taskId: string
  /** What it was classified by, and as what. */
  readonly asked: ClassifyRequest
  readonly classification: Classification
  /** Where the task waits and as what, and the steps of overflow that led there from where it was classified to. */
  readonly standing: Standing
  readonly taken: readonly TakenStep[]
  readonly clocks: ClockChange
  readonly message: string | null
  /** The files that message brings. */
  readonly attachments: readonly string[]
  readonly call: Call | null
  /** The agent the task is kept for, until when, and why that one. */
  readonly preferred: {
    readonly agentId: string
    readonly until: number
    readonly as: 'named' | 'customer'
  } | null
  /** Of the ticket, in order; the last one's place is the ticket's `eventSeq`. */
  readonly at: number
}

const noClocks: ClockChange = { clocks: [], ledger: [], steps: [], passed: [], nextDueAt: null }

/** What a request is decided from besides itself. */
export interface RequestFacts {
  readonly workflow: WorkflowSnapshot
  readonly customer: KnownCustomer
  readonly order: Order | null
  readonly at: number
}

/** Classifies a request and starts its clocks; no query, no write. */
export function prepareTicket(context: Context, request: TicketRequest, facts: RequestFacts): PreparedTicket {
  const { workflow, customer, order, at } = facts
  const asked = classifyRequestOf(request, customer, order)
  const classification = asWanted(classify(workflow, asked, at), request)
  const { openedBy = 'customer' } = request
  const clocks = clocksFor(classification, { workflow, openedBy, at })
  const lifecycle = workflow.lifecycles.get(classification.lifecycle)
  if (lifecycle === undefined)
    throw new Error(`Workflow ${workflow.version} has no lifecycle ${classification.lifecycle}.`)
  const { attachments = [] } = request
  const message = messageOf(request)
  const taskId = newId()
  const ticketId = newId()
  const call = request.call === undefined ? null : newCall(request.call, { ticketId, taskId, at })
  const ticket: Ticket = {
    id: ticketId,
    number: 0,
    version: 1,
    eventSeq: countEvents(classification, [message, call]),
    externalId: request.externalId ?? null,
    type: classification.type,
    category: classification.category,
    priority: classification.priority,
    ...weightOf(request),
    channel: request.channel,
    serviceLine: classification.serviceLine,
    language: classification.language,
    lifecycle: classification.lifecycle,
    status: classification.status,
    statusCategory: categoryOf(lifecycle, classification.status) ?? 'new',
    returnsTo: null,
    queue: classification.queue,
    customer: { id: customer.id, externalId: customer.externalId, name: customer.name },
    order: order === null ? null : orderOfTicket(order),
    storeId: order?.storeId ?? null,
    market: null,
    handoff: null,
    issueSummary: request.issueSummary ?? '',
    assignee: null,
    classifiedBy: classification.classifiedBy,
    cause: null,
    correction: null,
    solutionCheck: null,
    resolution: null,
    tags: [...new Set([...(request.tags ?? []), ...classification.tags])],
    fields: request.fields ?? {},
    affected: request.affected ?? [],
    ...promised(classification, clocks),
    callbackUrl: request.callbackUrl ?? null,
    mergedInto: null,
    isErased: false,
    checklist: null,
    createdBy: createdByOf(context.principal, request.customerId),
    openedBy,
    taskId,
    workflowVersion: workflow.version,
    reopened: 0,
    createdAt: at,
    updatedAt: at,
    solvedAt: null,
    closedAt: null,
    snoozedUntil: null,
  }
  const { queue, kind } = classification
  const standing = standingOf({ queue, kind, partner: null, overflowed: [] }, call?.from ?? null)
  const preferred = preferredOf(request, { queue, terms: termsOf(workflow, taskId), at })
  const made = { ticket, taskId, clocks, message, attachments, call, at }
  return { ...made, asked, classification, standing, taken: [], preferred }
}

/** That it was created and waits, and what is told besides: that it was classified, what it brought, who is to know. */
function countEvents({ classifiedBy, notify }: Classification, brought: readonly unknown[]): number {
  const told = [classifiedBy, ...brought].filter((one) => one !== null)
  return 2 + told.length + (notify.length === 0 ? 0 : 1)
}

/** The clocks by which a request is promised, by whoever spoke first. */
export function clocksFor(
  { slaPolicy, priority, queue }: Pick<Classification, 'slaPolicy' | 'priority' | 'queue'>,
  { workflow, openedBy, at }: { workflow: WorkflowSnapshot; openedBy: OpenedBy; at: number },
): ClockChange {
  const policy = slaPolicy === null ? undefined : workflow.policies.get(slaPolicy)
  return policy === undefined ? noClocks : startClocks(policy, { priority, createdAt: at, queue, openedBy })
}

/** What the caller asks of the agent comes on top of what the rules ask; the higher level stands. */
function asWanted(classification: Classification, { wanted }: TicketRequest): Classification {
  if (wanted === undefined) return classification
  const { skills, languages } = classification.requirements
  const higher = Object.entries(wanted.skills).map(
    ([slug, level]) => [slug, Math.max(level, skills[slug] ?? 0)] as const,
  )
  const search = wanted.search === null ? {} : { search: wanted.search }
  const requirements = { skills: { ...skills, ...Object.fromEntries(higher) }, languages, ...search }
  return { ...classification, requirements }
}

/** Files hang on a message, if need be on one without words. */
function messageOf({ message = '', attachments = [] }: TicketRequest): string | null {
  return message === '' && attachments.length === 0 ? null : message
}

/** A reason belongs to a priority that was named. */
function weightOf({ impact, urgency, priority, priorityReason }: TicketRequest) {
  return {
    impact: impact ?? null,
    urgency: urgency ?? null,
    priorityReason: priority === undefined ? null : (priorityReason ?? null),
  }
}

/** What a ticket shows of what it is promised. */
export function promised(
  { slaPolicy }: Pick<Classification, 'slaPolicy'>,
  { clocks, nextDueAt }: ClockChange,
): Pick<Ticket, 'slaPolicy' | 'clocks' | 'nextDueAt'> {
  const shown = clocks.map((clock) => {
    const { metric, state, dueAt, targetMs, metAt } = clock
    return { metric, state, dueAt, unit: unitOf(clock), targetMs, metAt, remainingMs: null }
  })
  return { slaPolicy, clocks: shown, nextDueAt }
}

/** Whom a request names, as long as its queue keeps the task for them. */
export function preferredOf(
  { preferredAgent: agentId, preferredElseMs }: TicketRequest,
  { queue, terms, at }: { queue: string; terms: WorkflowSnapshot; at: number },
): PreparedTicket['preferred'] {
  const preferredMs = terms.queues.get(queue)?.preferredAgentMs ?? preferredElseMs ?? null
  return agentId === undefined || preferredMs === null ? null : { agentId, until: at + preferredMs, as: 'named' }
}

function newCall(
  { callRef, from, to }: CallOfRequest,
  { ticketId, taskId, at }: { ticketId: string; taskId: string; at: number },
): Call {
  const open = { startedAt: at, answeredAt: null, endedAt: null, endedBy: null, endReason: null, callbackAt: null }
  return { id: newId(), ticketId, taskId, callRef, from, to, ...open }
}

function orderOfTicket({ id, externalId, storeId, region, placedAt }: Order): Ticket['order'] {
  return { id, externalId, storeId, region, placedAt }
}

function classifyRequestOf(request: TicketRequest, customer: KnownCustomer, order: Order | null): ClassifyRequest {
  const { language, tier, attributes } = { ...customer, ...dropEmpty(request.customer ?? {}) }
  return {
    channel: request.channel,
    summary: request.issueSummary ?? '',
    text: request.message ?? request.text,
    serviceLine: request.serviceLine,
    language: request.language ?? customer.language,
    priority: request.priority,
    impact: request.impact,
    urgency: request.urgency,
    type: request.type,
    category: request.category,
    affected: request.affected,
    tags: request.tags,
    fields: request.fields,
    kind: request.call === undefined ? request.kind : 'call',
    customer: { externalId: customer.externalId, language, tier, attributes },
    order,
  }
}

function dropEmpty<T extends object>(details: T): Partial<T> {
  return Object.fromEntries(
    Object.entries(details).filter(([, value]) => value !== null && value !== undefined),
  ) as Partial<T>
}

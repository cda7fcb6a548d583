import { type TObject, Type } from 'typebox'
import { Compile, type Validator } from 'typebox/compile'
import { changedValues, data, id, nullable, ofCall, slug, stepPoint } from './event-data.ts'
import { monitorEvents } from './monitor-events.ts'
import { orderEvents } from './order-events.ts'
import { stayEvents } from './stay-events.ts'
import { taskEvents } from './task-events.ts'
import { workflowEvents } from './workflow-events.ts'
import { workspaceEvents } from './workspace-events.ts'

/**
 * Every type of event and the shape of its `data`: ids and codes, never personal text, so that erasing a person
 * needs no change of the log. The first word of a type names the thing the event tells of.
 */
export const eventSchemas = {
  'ticket.created': data({
    channel: slug,
    serviceLine: nullable(slug),
    priority: slug,
    status: slug,
    customerId: id,
    /** An agent opened it by writing to the customer; left out where the customer asked. */
    openedBy: Type.Optional(Type.Literal('agent')),
  }),
  'ticket.classified': data({
    from: nullable(slug),
    to: slug,
    type: nullable(slug),
    category: nullable(slug),
    priority: slug,
    queue: slug,
    by: slug,
  }),
  'ticket.assigned': data({ agentId: id, from: slug, to: slug }),
  'ticket.unassigned': data({ agentId: id }),
  'ticket.status_changed': data({ from: slug, to: slug, category: slug }),
  'ticket.updated': data({
    changed: Type.Array(slug),
    /** What the codes among it were and are; left out where there are none. */
    values: Type.Optional(changedValues),
  }),
  'ticket.solved': data({ from: slug, to: slug }),
  'ticket.closed': data({ from: slug, to: slug }),
  'ticket.reopened': data({ from: slug, to: slug, count: Type.Integer() }),
  'ticket.escalated': data({ caseId: id, level: Type.Integer() }),
  'ticket.linked': data({ kind: slug, otherTicketId: id }),
  'ticket.unlinked': data({ kind: slug, otherTicketId: id }),
  /** What became of a guest's or partner's submission, and whom it was told to. */
  'ticket.handed_off': data({
    outcome: slug,
    configuredType: slug,
    resolvedType: slug,
    reason: nullable(slug),
    partnerId: nullable(id),
    webhookId: nullable(id),
  }),
  /** Told on both tickets; the source is closed by it and goes on in the target. */
  'ticket.merged': data({ sourceId: id, targetId: id, from: slug, to: slug }),
  /** `messages` that were said to the source meanwhile are its own again; left out where there are none. */
  'ticket.unmerged': data({
    sourceId: id,
    targetId: id,
    from: slug,
    to: slug,
    messages: Type.Optional(Type.Integer()),
  }),
  /** Told on the ticket that was closed too long ago for its customer's reply. */
  'ticket.followed_up': data({ ticketId: id }),
  /** Its customer says how it was. */
  'ticket.rated': data({ score: Type.Integer() }),
  /** Told on the ticket that some messages were copied from. */
  'ticket.split': data({ ticketId: id, messages: Type.Integer() }),
  'message.added': data({
    messageId: id,
    seq: Type.Integer(),
    visibility: slug,
    authorKind: slug,
    /** Asked between staff and a partner; left out where it is no question. */
    question: Type.Optional(Type.Literal(true)),
    /** The files on it; left out where there are none. */
    attachments: Type.Optional(Type.Array(id)),
    /** The live chat it was said in, and its place there. */
    chatId: Type.Optional(id),
    chatSeq: Type.Optional(Type.Integer()),
  }),
  /** Told on the ticket it was said to, when it comes there from the one that a merge had kept it on. */
  'message.moved': data({ messageId: id, seq: Type.Integer(), visibility: slug, authorKind: slug, fromId: id }),
  /** Its words and files are gone for good; whoever keeps a copy takes them out too. */
  'message.redacted': data({
    messageId: id,
    seq: Type.Integer(),
    visibility: slug,
    authorKind: slug,
    reason: slug,
    chatId: Type.Optional(id),
    chatSeq: Type.Optional(Type.Integer()),
  }),
  /** An automation acted on the ticket; what it did is told by the events it caused. */
  'automation.ran': data({ automation: slug, runId: id, on: slug, did: Type.Array(slug), notify: Type.Array(slug) }),
  /** These teams are to know of the ticket, by a routing rule, an automation or a macro. */
  'ticket.team_notified': data({ teams: Type.Array(slug), by: slug }),
  /** These agents were told for their teams: the ticket is among their mentions. */
  'ticket.team_told': data({ teams: Type.Array(slug), agents: Type.Array(id) }),
  'ticket.followed': data({ agentId: id, reason: slug }),
  'ticket.unfollowed': data({ agentId: id }),
  /** A note names this agent. */
  'ticket.mentioned': data({ agentId: id, messageId: id, mentionId: id }),
  /** That agent has read so many of the notes that name it on this ticket. */
  'ticket.mentions_read': data({ agentId: id, count: Type.Integer() }),
  'ticket.checklist_changed': data({
    change: slug,
    item: Type.Union([Type.Integer(), Type.Null()]),
    done: Type.Integer(),
    total: Type.Integer(),
  }),
  ...stayEvents,
  ...taskEvents,
  ...monitorEvents,
  'offer.created': data({
    offerId: id,
    taskId: id,
    agentId: id,
    queue: slug,
    expiresAt: slug,
    decisionId: nullable(id),
    callRef: ofCall,
    taskVersion: Type.Integer(),
    loadVersion: Type.Integer(),
  }),
  'offer.accepted': data({
    offerId: id,
    taskId: id,
    agentId: id,
    waitMs: Type.Integer(),
    callRef: ofCall,
    taskVersion: Type.Integer(),
    loadVersion: Type.Integer(),
  }),
  'offer.declined': data({
    offerId: id,
    taskId: id,
    agentId: id,
    code: nullable(slug),
    taskVersion: Type.Integer(),
    loadVersion: Type.Integer(),
  }),
  'offer.expired': data({
    offerId: id,
    taskId: id,
    agentId: id,
    taskVersion: Type.Integer(),
    loadVersion: Type.Integer(),
  }),
  'offer.revoked': data({
    offerId: id,
    taskId: id,
    agentId: id,
    reason: slug,
    taskVersion: Type.Integer(),
    loadVersion: Type.Integer(),
  }),
  'offer.cancelled': data({
    offerId: id,
    taskId: id,
    agentId: id,
    reason: slug,
    taskVersion: Type.Integer(),
    loadVersion: Type.Integer(),
  }),
  'call.started': data({ callId: id, taskId: id, callRef: slug }),
  'call.ended': data({ callId: id, taskId: id, callRef: slug, by: slug, reason: slug }),
  'call.abandoned': data({ callId: id, taskId: id, callRef: slug, by: slug, waitMs: Type.Integer(), outcome: slug }),
  'callback.requested': data({ callId: id, taskId: id, callRef: slug, notBefore: nullable(slug) }),
  'chat.started': data({ chatId: id, taskId: id }),
  'chat.ended': data({ chatId: id, taskId: id, by: slug, reason: slug, messages: Type.Integer() }),
  'chat.rated': data({ chatId: id, score: Type.Integer() }),
  'agent.created': data({ version: Type.Integer(), loadVersion: Type.Integer() }),
  'agent.updated': data({
    changed: Type.Array(slug),
    /** What the router goes by among it, as it was. */
    previous: Type.Optional(Type.Record(Type.String(), Type.Unknown())),
    values: Type.Optional(changedValues),
    version: Type.Integer(),
    loadVersion: Type.Integer(),
  }),
  'agent.archived': data({ version: Type.Integer(), loadVersion: Type.Integer() }),
  'agent.presence_changed': data({
    from: slug,
    to: slug,
    reason: nullable(slug),
    cause: slug,
    loadVersion: Type.Integer(),
  }),
  'sla.warned': data({ clockId: id, metric: slug, ...stepPoint }),
  'sla.breached': data({ clockId: id, metric: slug, dueAt: slug }),
  'sla.escalated': data({
    clockId: id,
    metric: slug,
    step: slug,
    ...stepPoint,
    notify: Type.Array(slug),
    priority: nullable(slug),
    queue: nullable(slug),
    openCase: nullable(slug),
  }),
  'sla.met': data({ clockId: id, metric: slug }),
  /** Its due time was set by hand, and was this before. */
  'sla.overridden': data({ clockId: id, metric: slug, dueAt: slug, before: nullable(slug) }),
  /** It is due by its policy again; null while it stands still. */
  'sla.override_undone': data({ clockId: id, metric: slug, dueAt: nullable(slug), before: nullable(slug) }),
  'case.opened': data({
    caseId: id,
    number: Type.Integer(),
    reason: slug,
    severity: slug,
    queue: nullable(slug),
    trigger: nullable(slug),
  }),
  'case.status_changed': data({ caseId: id, from: slug, to: slug }),
  'case.paused': data({ caseId: id, waitsFor: slug }),
  'case.resumed': data({ caseId: id }),
  'case.check_set': data({ caseId: id, check: slug, result: slug }),
  'case.evidence_added': data({ caseId: id, evidenceId: id, kind: slug }),
  'case.ticket_linked': data({ caseId: id, ticketId: id }),
  'case.escalated': data({
    caseId: id,
    from: Type.Integer(),
    to: Type.Integer(),
    severity: slug,
    queue: nullable(slug),
  }),
  /** Escalated again it is more severe, or waits in another queue. */
  'case.updated': data({ caseId: id, changed: Type.Array(slug), values: changedValues }),
  'case.decided': data({ caseId: id, outcome: slug, level: Type.Integer() }),
  'case.closed': data({ caseId: id, outcome: slug }),
  'case.warned': data({ caseId: id, percent: Type.Integer() }),
  'case.breached': data({ caseId: id, dueAt: slug }),
  'customer.created': data({}),
  /** `values` say only whether there was and is something: all of it is personal. */
  'customer.updated': data({ changed: Type.Array(slug), values: Type.Optional(changedValues) }),
  'file.uploaded': data({ fileId: id, mediaType: slug, size: Type.Integer() }),
  'file.deleted': data({ fileId: id, reason: slug }),
  /** Told on both customers; the source goes on as the target. */
  'customer.merged': data({ sourceId: id, targetId: id, tickets: Type.Integer(), orders: Type.Integer() }),
  'customer.unmerged': data({ sourceId: id, targetId: id, tickets: Type.Integer(), orders: Type.Integer() }),
  /** A copy of everything about the customer was taken. */
  'customer.exported': data({}),
  /** Nothing personal is left; whoever was told of this customer erases it too. */
  'customer.erased': data({ tickets: Type.Integer() }),
  /** Told on the ticket; what was written before this was says neither which review it was nor of whom. */
  'qa.reviewed': data({ scorecard: slug, reviewId: Type.Optional(id), agentId: Type.Optional(nullable(id)) }),
  ...orderEvents,
  ...workflowEvents,
  ...workspaceEvents,
} as const

export type EventType = keyof typeof eventSchemas

/** What is told among staff: neither a partner nor a customer sees it on a ticket of theirs. */
export const staffEventTypes = [
  'ticket.team_notified',
  'ticket.team_told',
  'ticket.followed',
  'ticket.unfollowed',
  'ticket.mentioned',
  'ticket.mentions_read',
  'ticket.checklist_changed',
  'ticket.snoozed',
  'ticket.woken',
  'ticket.move_refused',
  'monitor.started',
  'monitor.changed',
  'monitor.ended',
  'qa.reviewed',
] as const satisfies readonly EventType[]

export const eventTypes = Object.keys(eventSchemas) as EventType[]

/** What events are about. */
export const subjectKinds = ['ticket', 'case', 'agent', 'customer', 'order', 'workspace', 'review', 'file'] as const
export type SubjectKind = (typeof subjectKinds)[number]

const validators = new Map<EventType, Validator>(
  Object.entries(eventSchemas).map(([type, schema]) => [type as EventType, Compile(schema as TObject)]),
)

/** Throws when `data` is not what the catalogue says of this type: a mistake of ours, never of a caller. */
export function checkEventData(type: EventType, content: unknown): void {
  const validator = validators.get(type)
  if (validator === undefined || !validator.Check(content)) {
    const [first] = validator?.Errors(content) ?? []
    const fault = `${first?.instancePath ?? ''} ${first?.message ?? ''}`
    throw new TypeError(`Event ${type} does not match its catalogue entry: ${fault}`)
  }
}

import type { Context } from '../../platform/context.ts'
import { encodeId, newId } from '../../platform/ids.ts'
import { type Call, hasCall, type NewCallRow, presentCall, withCallRef } from '../calls/index.ts'
import { callbackBody, type CallbackChange, callbackOwner, type NewDeliveryRow } from '../deliveries/index.ts'
import { actorOf, checkEventData, type NewEvent, type NewEventRow, presentActor } from '../events/index.ts'
import { type NewTaskRow, overflowedFact } from '../routing/index.ts'
import { newClockRows, type NewClockRow } from '../sla/index.ts'
import { type NewMessageRow, type NewTicketRow, presentTicket, type Ticket } from '../tickets/index.ts'
import type { NewTimerRow } from '../timers/index.ts'
import type { WorkflowSnapshot } from '../../core/workflow/index.ts'
import { lineEnding } from './enter-ticket.ts'
import type { PreparedTicket } from './prepare-ticket.ts'

/** Everything one ticket writes, but for its place in the batch. */
export interface RowsOfTicket {
  readonly ticket: Omit<NewTicketRow, 'place'>
  readonly task: Omit<NewTaskRow, 'place'>
  readonly message: Omit<NewMessageRow, 'place'> | null
  readonly clocks: readonly Omit<NewClockRow, 'place'>[]
  readonly timer: Omit<NewTimerRow, 'place'> | null
  readonly events: readonly Omit<NewEventRow, 'place'>[]
  readonly deliveries: readonly Omit<NewDeliveryRow, 'place'>[]
  /** The call behind it, and how the API answers that instead of the ticket. */
  readonly call: { readonly row: Omit<NewCallRow, 'place'>; readonly answer: string; readonly location: string } | null
  /** The answer's JSON before and after the ticket's number. */
  readonly answer: Parts
}

/** A text before and after something that only the database knows. */
interface Parts {
  readonly head: string
  readonly tail: string
}

/** Writes a prepared ticket out as rows. */
export function rowsOf(context: Context, prepared: PreparedTicket, workflow: WorkflowSnapshot): RowsOfTicket {
  const { ticket, taskId, classification, standing, clocks, preferred } = prepared
  const messageId = prepared.message === null ? null : newId()
  const events = eventsOf(context, prepared, messageId)
  const firstStep = Math.min(...clocks.steps.map((step) => step.fireAt))
  return {
    ticket: ticketRow(prepared),
    task: {
      id: taskId,
      ticket_id: ticket.id,
      kind: standing.kind,
      queue: ticket.queue,
      channel: ticket.channel,
      priority: ticket.priority,
      requirements: JSON.stringify({ ...classification.requirements, rules: matchedRules(prepared) }),
      preferred_agent_id: preferred?.agentId ?? null,
      preferred_until: preferred === null ? null : new Date(preferred.until),
      partner: standing.partner,
      overflowed: arrayLiteral(standing.overflowed),
      preferred_as: preferred?.as ?? null,
    },
    message: messageId === null ? null : messageRow(prepared, { id: messageId, ...firstAuthor(context, ticket) }),
    clocks: newClockRows(ticket.id, clocks),
    timer: Number.isFinite(firstStep) ? { kind: 'sla', subject_id: ticket.id, due_at: new Date(firstStep) } : null,
    events,
    deliveries: ticket.callbackUrl === null ? [] : deliveriesOf(context, prepared, events),
    call: callOf(prepared),
    answer: splitAfter('"number":', JSON.stringify(presentTicket(ticket, workflow, ticket.createdBy)), '0'),
  }
}

/** Cuts JSON after the first `name`, which is ours since every text of a caller stands after it, and drops `filler`. */
function splitAfter(name: string, json: string, filler: string): Parts {
  const place = json.indexOf(`${name}${filler}`) + name.length
  return { head: json.slice(0, place), tail: json.slice(place + filler.length) }
}

/** Where what was recorded is read: the call when it is one, else the ticket. */
export function locationOf({ ticket, call }: RowsOfTicket): string {
  return call?.location ?? `/v1/tickets/${encodeId('ticket', ticket.id)}`
}

/**
 * What an idempotency key repeats, in the form in which the idempotency module keeps answers, up to its body: the
 * database puts the call or the ticket there as a JSON text, and the closing brace.
 */
export function keptHead(location: string): string {
  return `{"mediaType":"application/json; charset=utf-8","headers":{"location":"${location}"},"body":`
}

function ticketRow({ ticket, message }: PreparedTicket): Omit<NewTicketRow, 'place'> {
  return {
    id: ticket.id,
    event_seq: ticket.eventSeq,
    message_seq: message === null ? 0 : 1,
    external_id: ticket.externalId,
    type: ticket.type,
    category: ticket.category,
    priority: ticket.priority,
    impact: ticket.impact,
    urgency: ticket.urgency,
    priority_reason: ticket.priorityReason,
    channel: ticket.channel,
    service_line: ticket.serviceLine,
    language: ticket.language,
    lifecycle: ticket.lifecycle,
    status: ticket.status,
    status_category: ticket.statusCategory,
    queue: ticket.queue,
    customer_id: ticket.customer.id,
    order_id: ticket.order?.id ?? null,
    store_id: ticket.storeId,
    issue_summary: ticket.issueSummary,
    classified_by: ticket.classifiedBy,
    tags: arrayLiteral(ticket.tags),
    fields: JSON.stringify(ticket.fields),
    affected: arrayLiteral(ticket.affected),
    sla_policy: ticket.slaPolicy,
    next_due_at: ticket.nextDueAt === null ? null : new Date(ticket.nextDueAt),
    callback_url: ticket.callbackUrl,
    created_by: JSON.stringify(ticket.createdBy),
    opened_by: ticket.openedBy,
  }
}

function arrayLiteral(values: readonly string[]): string {
  return `{${values.map((value) => `"${value.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`).join(',')}}`
}

/** Who said the first message. */
function firstAuthor({ principal }: Context, { openedBy, customer }: Ticket): { kind: string; authorId: string } {
  if (openedBy === 'customer') return { kind: 'customer', authorId: customer.id }
  const { kind, id: authorId } = actorOf(principal)
  return { kind, authorId }
}

function messageRow(
  { ticket, message }: PreparedTicket,
  said: { id: string; kind: string; authorId: string },
): Omit<NewMessageRow, 'place'> {
  const { id, kind, authorId } = said
  return { id, ticket_id: ticket.id, author_kind: kind, author_id: authorId, body: message ?? '' }
}

function callOf({ call, ticket, standing }: PreparedTicket): RowsOfTicket['call'] {
  if (call === null) return null
  const { queue, channel, customer, createdBy } = ticket
  const shown = presentCall({
    ...call,
    task: { state: 'waiting', kind: standing.kind, queue, agentId: null },
    ticket: { channel, queue, partnerId: createdBy.partnerId, customerId: customer.id },
  })
  const row = {
    id: call.id,
    ticket_id: call.ticketId,
    task_id: call.taskId,
    call_ref: call.callRef,
    from_address: call.from,
    to_address: call.to,
    ended_at: call.endedAt === null ? null : new Date(call.endedAt),
    ended_by: call.endedBy,
    end_reason: call.endReason,
  }
  return { row, answer: JSON.stringify(shown), location: `/v1/calls/${shown.id}` }
}

/** From where a request came, as its events keep it. */
export function originText({ origin }: Pick<Context, 'origin'>): string | null {
  return origin === null ? null : JSON.stringify(origin)
}

function matchedRules({ classification }: PreparedTicket): string[] {
  return classification.trace.filter((entry) => entry.matched).map((entry) => entry.rule)
}

function eventsOf(context: Context, prepared: PreparedTicket, messageId: string | null): Omit<NewEventRow, 'place'>[] {
  const { ticket, taskId, classification, standing, attachments } = prepared
  const rules = matchedRules(prepared)
  const cause = rules.length === 0 ? {} : { cause: { rules } }
  const happened: (Pick<NewEvent, 'type' | 'data'> & { cause?: object })[] = [
    {
      type: 'ticket.created',
      data: {
        channel: ticket.channel,
        serviceLine: ticket.serviceLine,
        priority: ticket.priority,
        status: 'created',
        customerId: encodeId('customer', ticket.customer.id),
        ...(ticket.openedBy === 'agent' && { openedBy: ticket.openedBy }),
      },
    },
  ]
  if (messageId !== null) {
    happened.push({
      type: 'message.added',
      data: {
        messageId: encodeId('message', messageId),
        seq: 1,
        visibility: 'public',
        authorKind: firstAuthor(context, ticket).kind,
        ...(attachments.length > 0 && { attachments: attachments.map((id) => encodeId('file', id)) }),
      },
    })
  }
  if (classification.classifiedBy !== null) {
    const { type, category, priority, status } = ticket
    const { queue } = classification
    happened.push({
      type: 'ticket.classified',
      data: { from: 'created', to: status, type, category, priority, queue, by: classification.classifiedBy },
      ...cause,
    })
  }
  if (prepared.call !== null) {
    const callId = encodeId('call', prepared.call.id)
    const { callRef } = prepared.call
    happened.push({ type: 'call.started', data: { callId, taskId: encodeId('task', taskId), callRef } })
  }
  happened.push(...overflowEvents(prepared))
  const { queue, priority } = ticket
  happened.push({
    type: 'task.queued',
    data: { taskId: encodeId('task', taskId), queue, kind: standing.kind, priority, taskVersion: 1 },
    ...cause,
  })
  if (classification.notify.length > 0)
    happened.push({ type: 'ticket.team_notified', data: { teams: [...classification.notify], by: 'rule' }, ...cause })
  const actor = JSON.stringify(actorOf(context.principal))
  const origin = originText(context)
  return withCallRef(happened, calledBy(prepared)).map((event, index) => {
    checkEventData(event.type, event.data)
    return {
      id: newId(),
      ticket_id: ticket.id,
      subject_kind: 'ticket',
      subject_id: ticket.id,
      subject_seq: index + 1,
      type: event.type,
      actor,
      cause: event.cause === undefined ? null : JSON.stringify(event.cause),
      data: JSON.stringify(event.data),
      origin,
    }
  })
}

/** The call whose task it is; none once its task has become one of another kind. */
function calledBy({ call, standing }: PreparedTicket) {
  return hasCall(standing.kind) ? (call ?? undefined) : undefined
}

/** The steps by which its task did not come to wait where it was classified to, and the end of its line. */
function overflowEvents({ taken, call, taskId }: PreparedTicket): Pick<NewEvent, 'type' | 'data'>[] {
  const ending = lineEnding(taken)
  return taken.flatMap((step) => {
    const overflowed = overflowedFact({ id: taskId, queue: step.from.queue }, step, 1)
    return step === ending && call !== null ? [overflowed, lineEnded(call)] : [overflowed]
  })
}

function lineEnded({ id, taskId, callRef, endReason }: Call): Pick<NewEvent, 'type' | 'data'> {
  const ids = { callId: encodeId('call', id), taskId: encodeId('task', taskId), callRef }
  if (endReason === 'callback') return { type: 'callback.requested', data: { ...ids, notBefore: null } }
  return { type: 'call.ended', data: { ...ids, by: 'system', reason: endReason ?? 'task_ended' } }
}

function deliveriesOf(
  context: Context,
  { ticket, at }: PreparedTicket,
  events: readonly Omit<NewEventRow, 'place'>[],
): Omit<NewDeliveryRow, 'place'>[] {
  const by = presentActor(actorOf(context.principal))
  const steps: Record<string, Pick<CallbackChange, 'event' | 'from' | 'to'>> = {
    'ticket.created': { event: 'ticket.created', from: null, to: 'created' },
    'ticket.classified': { event: 'ticket.classified', from: 'created', to: ticket.status },
    ...(ticket.openedBy === 'agent' && { 'message.added': { event: 'ticket.replied', from: null, to: null } }),
  }
  return events.flatMap((event) => {
    const step = steps[event.type]
    if (step === undefined) return []
    const change = { ...step, by }
    const body = callbackBody({
      workspaceId: context.workspace.id,
      ticketId: ticket.id,
      sequence: event.subject_seq,
      at,
      ticketJson: '',
      change,
    })
    return [
      {
        id: newId(),
        ticket_id: ticket.id,
        event_id: event.id,
        sequence: event.subject_seq,
        url: ticket.callbackUrl ?? '',
        ...callbackOwner(ticket.createdBy, context.workspace.id),
        ...splitAfter('"ticket":', body, ''),
      },
    ]
  })
}

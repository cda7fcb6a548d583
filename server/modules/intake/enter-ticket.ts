import { classify, type Entry, type TakenStep, termsOf, type WorkflowSnapshot } from '../../core/workflow/index.ts'
import type { Call } from '../calls/index.ts'
import type { Task } from '../routing/index.ts'
import { clocksFor, type PreparedTicket, preferredOf, promised } from './prepare-ticket.ts'
import type { TicketRequest } from './ticket-request.ts'

/** The task of a prepared ticket as it enters its queue. */
export function taskOf({ ticket, taskId, classification, standing, at }: PreparedTicket): Task {
  const { id: ticketId, channel, priority } = ticket
  const { queue, kind, partner, overflowed } = standing
  return {
    id: taskId,
    ticketId,
    caseId: null,
    queue,
    kind,
    partner,
    overflowed,
    channel,
    priority,
    requirements: { ...classification.requirements, rules: [] },
    state: 'waiting',
    agentId: null,
    enteredAt: at,
    waitsFrom: null,
    exclusions: {},
    parkedAt: null,
    wrapupUntil: null,
    disposition: null,
    preferredAgentId: null,
    preferredUntil: null,
    preferredAs: null,
    version: 1,
    createdAt: at,
    endedAt: null,
  }
}

/** The same ticket where its task comes to wait, the steps on the way taken: nothing of it has been written yet. */
export function enterTicket(
  prepared: PreparedTicket,
  { standing, taken }: Entry,
  { workflow, request }: { workflow: WorkflowSnapshot; request: TicketRequest },
): PreparedTicket {
  if (taken.length === 0) return prepared
  const { ticket, at } = prepared
  const { queue } = standing
  const call = prepared.call === null ? null : callAfter(prepared.call, taken, at)
  const more = taken.length + (call === null || call.endedAt === null ? 0 : 1)
  return {
    ...prepared,
    ...promisedIn(queue, prepared, { workflow, request, eventSeq: ticket.eventSeq + more }),
    standing,
    taken,
    call,
    preferred: preferredOf(request, { queue, terms: termsOf(workflow, prepared.taskId), at }),
  }
}

/** The ticket in another queue, by which it may be promised something else. */
function promisedIn(
  queue: string,
  { ticket, clocks, asked, at }: PreparedTicket,
  { workflow, request, eventSeq }: { workflow: WorkflowSnapshot; request: TicketRequest; eventSeq: number },
): Pick<PreparedTicket, 'ticket' | 'clocks'> {
  const moved = { ...ticket, queue, eventSeq }
  if (!workflow.isPromisedByQueue || queue === ticket.queue) return { ticket: moved, clocks }
  const { slaPolicy } = classify(workflow, { ...asked, queue }, at)
  const { openedBy = 'customer' } = request
  const anew = clocksFor({ slaPolicy, priority: ticket.priority, queue }, { workflow, openedBy, at })
  return { ticket: { ...moved, ...promised({ slaPolicy }, anew) }, clocks: anew }
}

/** The step by which the line is given up, if any. */
export function lineEnding(taken: readonly TakenStep[]): TakenStep | undefined {
  return taken.find(({ from, to }) => from.kind === 'call' && to.kind !== 'call')
}

function callAfter(call: Call, taken: readonly TakenStep[], at: number): Call {
  const ending = lineEnding(taken)
  if (ending === undefined) return call
  const endReason = ending.to.kind === 'callback' ? 'callback' : 'task_ended'
  return { ...call, endedAt: at, endedBy: 'system', endReason }
}

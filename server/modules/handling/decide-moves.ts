import { nextAutomatic, type WorkflowSnapshot } from '../../core/workflow/index.ts'
import { encodeId } from '../../platform/ids.ts'
import { can } from '../access/index.ts'
import { ticketEventRows } from '../events/index.ts'
import { changedClocks, clockRow, type DecidedClocks, decideClocks, isPromisedAnew } from '../sla/index.ts'
import { placeOf, type Ticket } from '../tickets/index.ts'
import { clockEventsAfter } from './clock-events-after.ts'
import { clockFacts } from './commit-change.ts'
import type { WaitingMove } from './gather-moves.ts'
import type { MovedRows } from './moved-store.ts'
import { takingChange } from './taking-change.ts'
import { noChange, type TicketChange, type TicketFact } from './ticket-change.ts'
import type { Work } from './work-view.ts'

/** What the batch has read, of work whose ticket and agent it holds. */
export interface WorkRead {
  /** The task of each offer that is named. */
  readonly taskOf: ReadonlyMap<string, string>
  /** By task. */
  readonly work: ReadonlyMap<string, Work>
  readonly tickets: ReadonlyMap<string, Ticket>
  readonly workflow: WorkflowSnapshot
  readonly at: number
}

/** A move that is decided, with what it is about and what it is recorded by. */
interface DecidedMove {
  readonly entry: WaitingMove
  readonly offerId: string
  readonly taskId: string
  readonly ticket: Ticket
  readonly facts: readonly TicketFact[]
  readonly eventIds: readonly string[]
}

export interface DecidedMoves {
  readonly made: readonly DecidedMove[]
  /** What there is more to, and what is to be refused. */
  readonly alone: readonly WaitingMove[]
  readonly rows: MovedRows
}

/** What a move does besides its offer, its task and its agent's load. */
interface Plan {
  readonly entry: WaitingMove
  readonly work: Work
  readonly ticket: Ticket
  readonly change: TicketChange
  readonly clocks: DecidedClocks | null
}

/** What an acceptance sets on a ticket, where it does no more than that. */
const plainPatch: ReadonlySet<string> = new Set(['assigneeId', 'status', 'statusCategory', 'returnsTo'])

/**
 * Decides moves that do what they mostly do: an acceptance by who works on tickets here, and the end of that work. Of
 * two moves of one ticket the first is made. The decisions are those of `acceptOffer` and `completeTask` by themselves,
 * under the same locks.
 */
export function decideMoves(batch: readonly WaitingMove[], read: WorkRead): DecidedMoves {
  const made: DecidedMove[] = []
  const alone: WaitingMove[] = []
  const rows: MovedRows = {
    taken_offers: [],
    released_offers: [],
    moved_loads: [],
    moved_tasks: [],
    handled_tickets: [],
    ticket_events: [],
    kept_clocks: [],
    hastened_timers: [],
  }
  const moved = new Set<string>()
  const loads = new Map<string, { taken: number; freed: number; has_taken: number }>()
  for (const entry of batch) {
    const plan = planOf(entry, read)
    if (plan === null || moved.has(plan.ticket.id)) {
      alone.push(entry)
      continue
    }
    moved.add(plan.ticket.id)
    addLoad(loads, plan)
    made.push(addRows(rows, plan))
  }
  for (const [agent_id, load] of loads) rows.moved_loads.push({ agent_id, ...load })
  return { made, alone, rows }
}

function planOf(entry: WaitingMove, read: WorkRead): Plan | null {
  const { wish } = entry
  const taskId = wish.kind === 'accept' ? read.taskOf.get(wish.offerId) : wish.taskId
  const work = read.work.get(taskId ?? '')
  const ticket = read.tickets.get(work?.ticketId ?? '')
  if (work === undefined || ticket === undefined || !isPlain(entry, { work, ticket, workflow: read.workflow }))
    return null
  const change = wish.kind === 'accept' ? acceptance(entry, { work, ticket, read }) : completion(entry, work, ticket)
  if (change === null || change.taskMoves.length > 0) return null
  if (Object.keys(change.patch).some((name) => !plainPatch.has(name))) return null
  if (hasStayAfter(ticket, change, read.workflow)) return null
  const { workflow } = read
  const lifecycle = workflow.lifecycles.get(ticket.lifecycle)
  const events = lifecycle === undefined ? [] : clockEventsAfter({ ticket, lifecycle }, change, read.at)
  const clocks = events.length === 0 ? null : decideClocks({ ticket, workflow, events, clocks: work.clocks })
  // What escalation steps ask for is more than the move.
  if (clocks !== null && clocks.escalated.length > 0) return null
  return { entry, work, ticket, change, clocks: clocks?.isChanged === true ? clocks : null }
}

/** Whether nobody has to hear or do anything of it but who follows the events, and the ticket's callback. */
function isPlain(
  { context }: WaitingMove,
  { work, ticket, workflow }: { work: Work; ticket: Ticket; workflow: WorkflowSnapshot },
): boolean {
  const isOfTicket = work.kind === 'ticket' && !work.isOfCase && work.offer.isToldByEvents
  const isTicketPlain = ticket.mergedInto === null && ticket.snoozedUntil === null
  const isKnown = workflow.lifecycles.has(ticket.lifecycle) && !ticket.isErased
  // Bringing clocks up to date may begin some late, which asks for what has happened so far.
  const isDated = !isPromisedAnew({ ticket, workflow, clocks: work.clocks })
  return isOfTicket && isTicketPlain && isKnown && isDated && !work.hasStay && context.cause === null
}

function acceptance(
  { context, wish }: WaitingMove,
  { work, ticket, read }: { work: Work; ticket: Ticket; read: WorkRead },
): TicketChange | null {
  const { workflow, at } = read
  const { id, state, expiresAt, ...offer } = work.offer
  const isOpen = wish.kind === 'accept' && id === wish.offerId && state === 'pending' && expiresAt > at
  const lifecycle = workflow.lifecycles.get(ticket.lifecycle)
  if (!isOpen || lifecycle === undefined || work.state !== 'offered') return null
  if (!can(context.principal, 'offer:act', offer)) return null
  const taken: TicketFact = {
    type: 'offer.accepted',
    data: {
      offerId: encodeId('offer', id),
      taskId: encodeId('task', work.taskId),
      agentId: encodeId('agent', offer.agentId),
      waitMs: at - work.enteredAt,
      taskVersion: work.version + 1,
      loadVersion: work.load.version + 1,
    },
  }
  const change = takingChange({ ticket, lifecycle, workflow, task: work }, { agentId: offer.agentId, at })
  return { ...change, facts: [taken, ...change.facts] }
}

function completion({ context }: WaitingMove, work: Work, ticket: Ticket): TicketChange | null {
  const { state, agentId, offer, load } = work
  const isInHand = state === 'active' && offer.state === 'accepted' && offer.agentId === agentId
  // Who drains goes with the last work, which is told of.
  if (!isInHand || work.hasConsult || work.hasMonitor || load.presence === 'draining') return null
  const place = placeOf(ticket)
  if (!can(context.principal, 'ticket:read', place) || !can(context.principal, 'task:write', place)) return null
  const data = {
    taskId: encodeId('task', work.taskId),
    agentId: encodeId('agent', offer.agentId),
    taskVersion: work.version + 1,
  }
  return { ...noChange, facts: [{ type: 'task.completed', data }] }
}

/** Whether time moves the ticket on where the change brings it. */
function hasStayAfter({ lifecycle }: Ticket, { patch: { status } }: TicketChange, workflow: WorkflowSnapshot): boolean {
  return status !== undefined && nextAutomatic(workflow, { lifecycle, status, since: 0, made: [] }) !== null
}

function addLoad(
  loads: Map<string, { taken: number; freed: number; has_taken: number }>,
  { work: { offer } }: Plan,
): void {
  const { agentId, units, state } = offer
  const load = loads.get(agentId) ?? { taken: 0, freed: 0, has_taken: 0 }
  loads.set(
    agentId,
    state === 'pending' ? { ...load, taken: load.taken + units, has_taken: 1 } : { ...load, freed: load.freed + units },
  )
}

function addRows(rows: MovedRows, { entry, work, ticket, change, clocks }: Plan): DecidedMove {
  const { offer, taskId, version } = work
  const isTaken = offer.state === 'pending'
  rows[isTaken ? 'taken_offers' : 'released_offers'].push({ id: offer.id })
  const state = isTaken ? 'active' : 'done'
  rows.moved_tasks.push({ id: taskId, version, state, agent_id: offer.agentId, is_over: isTaken ? 0 : 1 })
  const facts = [...change.facts, ...clockFacts(clocks)]
  const rowOf = ticketEventRows(entry.context)
  const events = facts.map(({ type, data }, index) =>
    rowOf({ ticketId: ticket.id, seq: ticket.eventSeq + index + 1, type, data }),
  )
  rows.ticket_events.push(...events)
  const { assigneeId = null, status = null, statusCategory = null, returnsTo = null } = change.patch
  rows.handled_tickets.push({
    id: ticket.id,
    event_seq: ticket.eventSeq + facts.length,
    assignee_id: assigneeId,
    status,
    status_category: statusCategory,
    returns_to: returnsTo,
    is_due_new: clocks === null ? 0 : 1,
    next_due_at: clocks?.nextDueAt == null ? null : new Date(clocks.nextDueAt),
  })
  if (clocks !== null) addClocks(rows, { work, clocks })
  return { entry, offerId: offer.id, taskId, ticket, facts, eventIds: events.map(({ id }) => id) }
}

function addClocks(rows: MovedRows, { work, clocks }: { work: Work; clocks: DecidedClocks }): void {
  const { ticketId } = work
  for (const clock of changedClocks(clocks.clocks, work.clocks)) rows.kept_clocks.push(clockRow(ticketId, clock))
  // One that has nothing to wait for any more rings once, and finds nothing to do.
  if (clocks.timerAt === null) return
  rows.hastened_timers.push({ kind: 'sla', subject_id: ticketId, due_at: new Date(clocks.timerAt) })
}

import type { Context, Tx } from '../../platform/context.ts'
import { encodeId } from '../../platform/ids.ts'
import { findLines, withCallRef } from '../calls/index.ts'
import { queueDeliveries } from '../deliveries/index.ts'
import { appendEvents, type NewEvent } from '../events/index.ts'
import { tellEndpoints } from '../routing/index.ts'
import { applyClockEvents, type AppliedClocks } from '../sla/index.ts'
import { findTicket, saveTicket, type Ticket } from '../tickets/index.ts'
import { beginStay } from './begin-stay.ts'
import { callbacksOf } from './callbacks-of.ts'
import { clockEventsAfter } from './clock-events-after.ts'
import { withValues } from './changed-values.ts'
import { goOnFromQueue } from './enter-queue.ts'
import { escalationChange } from './escalation-change.ts'
import { gripTicket } from './grip-ticket.ts'
import { type MachineNews, machineNews } from './machine-news.ts'
import { withPolicy } from './follow-policy.ts'
import { findMachineOffers } from './machine-work-view.ts'
import { moveTask } from './move-task.ts'
import { keepSnooze, withSnooze } from './snooze-end.ts'
import { tellConsulted } from './tell-consulted.ts'
import type { Grip, TicketChange, TicketFact } from './ticket-change.ts'

/**
 * Does what was decided: task, clocks, ticket, events and callbacks, in this transaction, and then what the escalation
 * steps ask for that its clocks turn out to have passed. Gives the ticket as it is now.
 */
export async function commitChange(tx: Tx, context: Context, grip: Grip, decided: TicketChange): Promise<Ticket> {
  const { ticket, escalated } = await commitOne(tx, context, grip, decided)
  if (escalated.length === 0) return ticket
  // What was decided may have moved the task, whose agents are held already.
  const again = await gripTicket(tx, context, { ticketId: ticket.id, agentIds: [] })
  if (again === null) throw new Error(`Ticket ${ticket.id} was held and is gone.`)
  return commitChange(tx, context, again, escalationChange(again, escalated, context.now()))
}

interface Committed {
  readonly ticket: Ticket
  readonly escalated: AppliedClocks['escalated']
}

async function commitOne(tx: Tx, context: Context, grip: Grip, decided: TicketChange): Promise<Committed> {
  const { workflow } = grip
  const wanted = withSnooze(grip, decided)
  const moved: TicketFact[] = []
  for (const move of wanted.taskMoves) moved.push(...(await moveTask(tx, context, grip, move)))
  const entered = await goOnFromQueue(tx, context, grip, wanted.taskMoves)
  const patch = { ...wanted.patch, ...entered.patch }
  const change = await withPolicy(tx, context, grip, { ...wanted, patch })
  const facts: TicketFact[] = [...change.facts, ...moved, ...entered.facts]
  const events = clockEventsAfter(grip, change, context.now())
  const { clocks } = change
  const applied = await applyClockEvents(tx, context, { ticket: grip.ticket, workflow, events, clocks })
  facts.push(...clockFacts(applied))
  if (facts.length === 0 && Object.keys(change.patch).length === 0) {
    if (applied === null || applied.nextDueAt === grip.ticket.nextDueAt)
      return { ticket: grip.ticket, escalated: applied?.escalated ?? [] }
    facts.push({ type: 'ticket.updated', data: { changed: ['sla'] } })
  }

  const [, ticket] = await Promise.all([
    saveTicket(tx, context.workspace.id, {
      ticketId: grip.ticket.id,
      patch: { ...change.patch, ...(applied !== null && { nextDueAt: applied.nextDueAt }) },
      events: facts.length,
      at: context.now(),
    }),
    findTicket(tx, context.workspace.id, grip.ticket.id),
  ])
  if (ticket === null) throw new Error(`Ticket ${grip.ticket.id} was held and is gone.`)
  if (ticket.status !== grip.ticket.status) await beginStay(tx, context, { ticket, workflow })
  await keepSnooze(tx, context, { before: grip.ticket, after: ticket })
  const told = withValues(await withLine(tx, context, grip, facts), grip.ticket, ticket)
  await record(tx, context, { facts: told, ticket, grip, isMoved: change.taskMoves.length > 0 })
  return { ticket, escalated: applied?.escalated ?? [] }
}

/** The exchange hears where its call goes, whatever move brought it there. */
async function withLine(
  tx: Tx,
  context: Context,
  { task }: Grip,
  facts: readonly TicketFact[],
): Promise<readonly TicketFact[]> {
  if (task === null) return facts
  const lines = await findLines(tx, context.workspace.id, [task])
  return withCallRef(facts, lines.get(task.id))
}

async function record(
  tx: Tx,
  context: Context,
  { facts, ticket, grip, isMoved }: { facts: readonly TicketFact[]; ticket: Ticket; grip: Grip; isMoved: boolean },
): Promise<void> {
  const first = ticket.eventSeq - facts.length + 1
  const events = facts.map(({ type, data, cause }, index) => {
    const subject = { kind: 'ticket', id: ticket.id, seq: first + index } as const
    // A fact carries the data of its own type, which its declaration has checked.
    return { type, data, subject, ticketId: ticket.id, ...(cause !== undefined && { cause }) } as NewEvent
  })
  const [eventIds, machines] = await Promise.all([
    appendEvents(tx, context, events),
    isMoved ? findMachineOffers(tx, context.workspace.id, ticket.id) : [],
  ])
  const news = [...acceptances(facts), ...machineNews(grip, machines, facts)]
  await tellEndpoints(
    tx,
    context,
    news.map(({ fact, ...told }) => ({ ...told, eventId: eventIds[fact] ?? '', sequence: first + fact })),
  )
  const consults = facts.flatMap(({ type, consult }, fact) => (consult === undefined ? [] : [{ type, consult, fact }]))
  await tellConsulted(
    tx,
    context,
    consults.map(({ type, consult, fact }) => ({
      ...consult,
      type: type === 'task.consult_requested' ? 'consult.requested' : 'consult.ended',
      eventId: eventIds[fact] ?? '',
      sequence: first + fact,
    })),
  )
  await queueDeliveries(tx, context, callbacksOf(context, { workflow: grip.workflow, ticket, facts, eventIds }))
}

/** The acceptance of an offer is no move of its task: it says itself that it is a machine's. */
function acceptances(facts: readonly TicketFact[]): MachineNews[] {
  return facts.flatMap(({ acceptedOfferId: offerId }, fact) =>
    offerId === undefined ? [] : [{ offerId, type: 'offer.accepted' as const, fact }],
  )
}

/** What is told of clocks that events have changed. */
export function clockFacts(applied: AppliedClocks | null): TicketFact[] {
  if (applied === null) return []
  const met = applied.met.map(({ id, clock }): TicketFact => ({
    type: 'sla.met',
    data: { clockId: encodeId('clock', id), metric: clock.metric },
  }))
  const breached = applied.breached.map(({ id, clock }): TicketFact => ({
    type: 'sla.breached',
    data: {
      clockId: encodeId('clock', id),
      metric: clock.metric,
      dueAt: new Date(clock.breachedAt ?? 0).toISOString(),
    },
  }))
  const warned = applied.warned.map(({ clockId, clock, point }): TicketFact => ({
    type: 'sla.warned',
    data: { clockId: encodeId('clock', clockId), metric: clock.metric, ...point },
  }))
  return [...met, ...warned, ...breached]
}

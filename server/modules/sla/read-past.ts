import { type ClockEvent, type HeardEvent, isPromise, type Past } from '../../core/clocks/index.ts'
import { awaitsPartner, categoryOf, type Lifecycle } from '../../core/lifecycle/index.ts'
import type { WorkflowSnapshot } from '../../core/workflow/index.ts'
import type { Context, Tx } from '../../platform/context.ts'
import { encodeId } from '../../platform/ids.ts'
import type { TimedTicket } from './apply-clock-events.ts'
import { clockEventsOf } from './clock-events-of.ts'
import { findPastFacts, type PastFact } from './past-view.ts'

/**
 * What the clocks of a ticket would have heard of it so far, where one of these events may begin clocks that count from
 * the beginning; null where none does, without a look.
 */
export async function readPast(
  tx: Tx,
  context: Context,
  { ticket, workflow, events }: { ticket: TimedTicket; workflow: WorkflowSnapshot; events: readonly ClockEvent[] },
): Promise<Past> {
  const lifecycle = workflow.lifecycles.get(ticket.lifecycle)
  if (lifecycle === undefined || !events.some(isPromise)) return null
  const facts = await findPastFacts(tx, context.workspace.id, ticket.id)
  return facts.flatMap((fact) => heardOf(fact, ticket, lifecycle))
}

function heardOf(fact: PastFact, ticket: TimedTicket, lifecycle: Lifecycle): HeardEvent[] {
  const { id, createdAt } = ticket
  const { type, at, to, sourceId } = fact
  if (type === 'message.added') {
    // What a ticket was recorded with is no reply.
    if (fact.isOfBot || at <= createdAt) return []
    return clockEventsOf(fact.author ?? 'system', fact.visibility ?? 'internal', at)
  }
  // The ticket that another one goes on in is told too.
  if (sourceId !== null && sourceId !== encodeId('ticket', id)) return []
  if (fact.isMove) return [{ kind: 'queue', to: ticket.queue, at }]
  const category = to === null ? null : categoryOf(lifecycle, to)
  const moved: HeardEvent[] =
    to === null || category === null
      ? []
      : [
          { kind: 'status', to: category, at },
          { kind: 'partner', isAwaited: awaitsPartner(lifecycle, to), at },
        ]
  if (type === 'ticket.merged') return [{ kind: 'cancelled', reason: 'merged', at }, ...moved]
  return type === 'ticket.unmerged' ? [...moved, { kind: 'restored', reason: 'merged', at }] : moved
}

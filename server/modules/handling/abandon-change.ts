import { type AbandonedCalls, termsOf } from '../../core/workflow/index.ts'
import type { Task } from '../routing/index.ts'
import { type Grip, joinChanges, noChange, type TicketChange } from './ticket-change.ts'

/** What a ticket is tagged with whose caller hung up before anybody took the call. */
const abandonedTag = 'call-abandoned'

/** A call given up while it waited: what its queue says becomes of ticket and task (`abandonedCalls`). */
export interface Abandonment {
  readonly task: Task
  readonly hungUpBy: 'customer' | 'agent'
  /** Somebody can be called back there. */
  readonly isDialable: boolean
  /** Of the ticket. */
  readonly hasOpenCase: boolean
  readonly at: number
}

/**
 * Ends the call, tags its ticket, and closes it, or lets it wait as a callback, or leaves it for somebody to decide, as one
 * that an open case keeps from ending.
 */
export function abandonChange(grip: Grip, { task, hungUpBy, isDialable, hasOpenCase, at }: Abandonment): TicketChange {
  const wish = termsOf(grip.workflow, task.id).queues.get(task.queue)?.abandonedCalls ?? 'keep'
  // A number that was withheld cannot be called: somebody has to look at that ticket.
  const wanted = wish === 'callback' && !isDialable ? 'keep' : wish
  const closed = wanted === 'close' ? closingPastGuards(grip, { at, reason: 'call_abandoned', hasOpenCase }) : noChange
  const outcome: AbandonedCalls = closed === null ? 'keep' : wanted
  const tags = [...new Set([...grip.ticket.tags, abandonedTag])]
  const tagged: TicketChange = {
    ...noChange,
    patch: { tags },
    facts: [{ type: 'ticket.updated', data: { changed: ['tags'] } }],
    taskMoves: [{ kind: 'abandon', hungUpBy, outcome }],
  }
  return joinChanges(tagged, closed ?? noChange)
}

/**
 * Past the guards of its lifecycle, which ask for what only an answered conversation could bring, but for an open case: that
 * holds here too. Null when it, or a lifecycle without such a status, keeps the ticket from ending.
 */
export function closingPastGuards(
  { ticket, lifecycle }: Grip,
  { at, reason, hasOpenCase }: { at: number; reason: string; hasOpenCase: boolean },
): TicketChange | null {
  if (hasOpenCase) return null
  const ends = [...lifecycle.statuses.values()]
  const end = ends.find((status) => status.category === 'closed') ?? ends.find((status) => status.category === 'solved')
  if (end === undefined) return null
  const { slug: to, category } = end
  const type = category === 'closed' ? 'ticket.closed' : 'ticket.solved'
  const { status: from } = ticket
  return {
    patch: {
      status: to,
      statusCategory: category,
      returnsTo: null,
      solvedAt: at,
      ...(category === 'closed' && { closedAt: at }),
    },
    facts: [{ type, data: { from, to }, cause: { reason }, callback: { event: type, from, to } }],
    // Nobody met a target by this: what nobody answered counts neither way.
    clockEvents: [
      { kind: 'cancelled', reason, at },
      { kind: 'status', to: category, at },
    ],
    taskMoves: [],
  }
}

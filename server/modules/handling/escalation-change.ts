import { escalate } from '../../core/clocks/index.ts'
import { hasEnded } from '../../core/lifecycle/index.ts'
import { encodeId } from '../../platform/ids.ts'
import type { FiredEscalation } from '../sla/index.ts'
import type { Grip, TaskMove, TicketChange, TicketFact } from './ticket-change.ts'

/** Why clocks were given up for good: their ticket goes on in another one, or is nobody's any more. */
const givenUp: ReadonlySet<string | null> = new Set(['merged', 'erased'])

/**
 * What escalation steps that have fired do to ticket and task. Whoever has the work in hand keeps it: only what waits or
 * is offered changes its queue. Of a ticket that has ended by then nothing changes; who is named is told all the same.
 */
export function escalationChange(
  { ticket, task }: Pick<Grip, 'ticket' | 'task'>,
  escalated: readonly FiredEscalation[],
  at: number,
): TicketChange {
  const planned = escalate(
    ticket,
    escalated.map(({ step }) => step),
  )
  const queue = task !== null && task.agentId === null ? planned.queue : null
  const priority = hasEnded(ticket.statusCategory) ? null : planned.priority
  const patch = { ...(priority !== null && { priority }), ...(queue !== null && { queue }) }
  const moves: TaskMove[] = []
  if (priority !== null) moves.push({ kind: 'update', priority })
  if (queue !== null) moves.push({ kind: 'transfer', to: { how: 'queue', queue, restart: false } })
  const changed = Object.keys(patch)
  const facts = escalated.map((one) => factOf(one, { priority, queue }))
  return {
    patch,
    facts: changed.length === 0 ? facts : [...facts, { type: 'ticket.updated', data: { changed } }],
    clockEvents: priority === null ? [] : [{ kind: 'priority', to: priority, at }],
    taskMoves: moves,
  }
}

function factOf({ fired, step }: FiredEscalation, done: { priority: string | null; queue: string | null }): TicketFact {
  return {
    type: 'sla.escalated',
    data: {
      clockId: encodeId('clock', fired.clockId),
      metric: step.metric,
      step: step.slug,
      ...step.at,
      notify: [...step.notify],
      priority: step.raisePriorityTo === done.priority ? done.priority : null,
      queue: step.requeueTo === done.queue ? done.queue : null,
      openCase: givenUp.has(fired.clock.cancelReason) ? null : step.openCase,
    },
  }
}

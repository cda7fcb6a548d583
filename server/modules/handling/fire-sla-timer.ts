import { escalate } from '../../core/clocks/index.ts'
import type { Context } from '../../platform/context.ts'
import { encodeId } from '../../platform/ids.ts'
import { requirePermission } from '../access/index.ts'
import { type DueEscalation, dueEscalations, loadClocks } from '../sla/index.ts'
import { type ClaimedTimer, takeTimer } from '../timers/index.ts'
import { attachLateChange } from './attach-late.ts'
import { commitChange } from './commit-change.ts'
import { gripTicket } from './grip-ticket.ts'
import { type Grip, noChange, type TaskMove, type TicketChange, type TicketFact } from './ticket-change.ts'

/**
 * Lets time act on the clocks of a ticket: warnings, breaches and the policy's escalation steps that are due, each once,
 * in one transaction with the timer itself; a ticket without a policy comes under the one that fits by now. False when the timer was moved or taken over meanwhile.
 */
export async function fireSlaTimer(context: Context, timer: ClaimedTimer): Promise<boolean> {
  requirePermission(context, 'ticket:write')
  return context.transaction(async (tx) => {
    const grip = await gripTicket(tx, context, { ticketId: timer.subjectId, agentIds: [] })
    const [isOurs, clocks] = await Promise.all([
      takeTimer(tx, context.workspace.id, timer),
      loadClocks(tx, context.workspace.id, timer.subjectId),
    ])
    if (!isOurs) return false
    if (grip === null) return true
    if (grip.ticket.slaPolicy === null) {
      // What its clocks have missed by now is told when the timer that they set rings.
      await commitChange(tx, context, grip, await attachLateChange(tx, context, grip))
      return true
    }
    const at = context.now()
    const { ticket: held, workflow } = grip
    const due = await dueEscalations(tx, context, { ticket: held, workflow, stored: clocks, at })
    const ticket = await commitChange(tx, context, grip, { ...noChange, clockEvents: [{ kind: 'time', at }], clocks })
    if (due.length > 0) await commitChange(tx, context, { ...grip, ticket }, changeOf({ ...grip, ticket }, due, at))
    return true
  })
}

/**
 * What the steps do to ticket and task. Whoever has the work in hand keeps it: only what waits or is offered changes its
 * queue.
 */
function changeOf({ ticket, task }: Grip, due: readonly DueEscalation[], at: number): TicketChange {
  const planned = escalate(
    ticket,
    due.map(({ step }) => step),
  )
  const queue = task !== null && task.agentId === null ? planned.queue : null
  const { priority } = planned
  const patch = { ...(priority !== null && { priority }), ...(queue !== null && { queue }) }
  const moves: TaskMove[] = []
  if (priority !== null) moves.push({ kind: 'update', priority })
  if (queue !== null) moves.push({ kind: 'transfer', to: { how: 'queue', queue, restart: false } })
  const changed = Object.keys(patch)
  const facts = due.map((one) => escalated(one, { priority, queue }))
  return {
    patch,
    facts: changed.length === 0 ? facts : [...facts, { type: 'ticket.updated', data: { changed } }],
    clockEvents: priority === null ? [] : [{ kind: 'priority', to: priority, at }],
    taskMoves: moves,
  }
}

function escalated(
  { fired, step }: DueEscalation,
  done: { priority: string | null; queue: string | null },
): TicketFact {
  return {
    type: 'sla.escalated',
    data: {
      clockId: encodeId('clock', fired.clockId),
      metric: step.metric,
      step: step.slug,
      percent: step.atPercent,
      notify: [...step.notify],
      priority: step.raisePriorityTo === done.priority ? done.priority : null,
      queue: step.requeueTo === done.queue ? done.queue : null,
      openCase: step.openCase,
    },
  }
}

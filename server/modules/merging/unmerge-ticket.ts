import { categoryOf, undoWindowMs } from '../../core/lifecycle/index.ts'
import type { Context, Tx } from '../../platform/context.ts'
import { AppError } from '../../platform/errors.ts'
import { encodeId } from '../../platform/ids.ts'
import { can, requirePermission } from '../access/index.ts'
import { unfollowReleased } from '../collaboration/index.ts'
import {
  commitChange,
  type Grip,
  gripTickets,
  MovedMeanwhile,
  noChange,
  type TaskMove,
  type TicketChange,
  type TicketFact,
} from '../handling/index.ts'
import { findTask } from '../routing/index.ts'
import { placeOf, type Ticket } from '../tickets/index.ts'
import type { Merge } from './merge.ts'
import { endMerge } from './merge-store.ts'
import { findMergeOf, findSourcesOf, findTargetsOf } from './merge-view.ts'
import { takeWordsBack } from './take-words-back.ts'

/**
 * Undoes a merge within 30 days: the ticket has its status again, its work is asked for at its old rank, and its clocks
 * count on without the time it was merged. What was said to it meanwhile is its own again, and no longer the other one's;
 * who followed the other ticket for its sake alone no longer does. Null when there is no such ticket. Throws `conflict`
 * when it is not merged, or was too long ago.
 */
export async function unmergeTicket(context: Context, input: { ticketId: string }): Promise<Ticket | null> {
  const { ticketId } = input
  return context.transaction(async (tx) => {
    const targetIds = await findTargetsOf(tx, context.workspace.id, ticketId)
    const grips = await gripTickets(tx, context, { ticketIds: [ticketId, ...targetIds], agentIds: [] })
    const source = grips.get(ticketId)
    if (source === undefined || !can(context.principal, 'ticket:read', placeOf(source.ticket))) return null
    requirePermission(context, 'ticket:merge', placeOf(source.ticket))
    const merge = await findMergeOf(tx, context.workspace.id, ticketId)
    const isSame = (await findTargetsOf(tx, context.workspace.id, ticketId)).join() === targetIds.join()
    if (!isSame) throw new MovedMeanwhile('The ticket was merged or released meanwhile.')
    if (merge === null) throw new AppError('conflict', 'This ticket is not merged.', { reason: 'not_merged' })
    refuseLate(merge, context.now())
    await endMerge(tx, context.workspace.id, { id: merge.id, at: context.now() })
    const words = await takeWordsBack(tx, context, { sourceId: ticketId, targetIds })
    const change = await releasing(tx, context, source, { merge, words })
    const targets = targetIds.flatMap((id) => grips.get(id) ?? [])
    const [target] = targets
    if (target !== undefined) await commitChange(tx, context, target, { ...noChange, facts: [change.told] })
    // Whoever followed the source was let follow each of them.
    for (const { ticket } of targets) {
      const sourceIds = await findSourcesOf(tx, context.workspace.id, ticket.id)
      await unfollowReleased(tx, context, { target: ticket, sourceIds })
    }
    return commitChange(tx, context, source, change)
  })
}

function refuseLate({ mergedAt }: Merge, now: number): void {
  const until = mergedAt + undoWindowMs
  if (now <= until) return
  const undoableUntil = new Date(until).toISOString()
  throw new AppError('conflict', `This merge could be undone until ${undoableUntil}.`, {
    reason: 'too_late',
    undoableUntil,
  })
}

async function releasing(
  tx: Tx,
  context: Context,
  source: Grip,
  { merge, words }: { merge: Merge; words: TicketChange },
): Promise<TicketChange & { readonly told: TicketFact }> {
  const { ticket, lifecycle } = source
  const { before } = merge
  // The workflow may have lost the status meanwhile: the ticket is looked at as one that is known but not begun.
  const status = lifecycle.statuses.has(before.status) ? before.status : lifecycle.classified
  const category = categoryOf(lifecycle, status) ?? before.statusCategory
  const at = context.now()
  const data = {
    sourceId: encodeId('ticket', merge.sourceId),
    targetId: encodeId('ticket', merge.targetId),
    from: ticket.status,
    to: status,
    ...(words.facts.length > 0 && { messages: words.facts.length }),
  }
  const { from, to } = data
  const told: TicketFact = { type: 'ticket.unmerged', data }
  return {
    told,
    patch: {
      status,
      statusCategory: category,
      returnsTo: status === before.status ? before.returnsTo : null,
      closedAt: before.closedAt,
      ...(before.taskId !== null && { assigneeId: null }),
      ...words.patch,
    },
    facts: [
      { ...told, callback: { event: 'ticket.unmerged', from, to } },
      ...words.facts,
      ...unassigned(source, merge),
    ],
    clockEvents: [
      { kind: 'status', to: category, at },
      { kind: 'restored', reason: 'merged', at },
    ],
    taskMoves: await workOf(tx, context, { merge, isPaused: category === 'waiting' || category === 'hold' }),
  }
}

/** Its work waits for anybody again; who had it is preferred for a while where the queue says so. */
function unassigned({ ticket: { assignee } }: Grip, { before }: Merge): TicketChange['facts'] {
  if (assignee === null || before.taskId === null) return []
  return [{ type: 'ticket.unassigned', data: { agentId: encodeId('agent', assignee.id) } }]
}

async function workOf(
  tx: Tx,
  context: Context,
  { merge, isPaused }: { merge: Merge; isPaused: boolean },
): Promise<TaskMove[]> {
  if (merge.before.taskId === null) return []
  const task = await findTask(tx, context.workspace.id, merge.before.taskId)
  return task === null ? [] : [{ kind: 'restore', task, isPaused }]
}

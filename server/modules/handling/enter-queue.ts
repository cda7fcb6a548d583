import { queuesToCount } from '../../core/workflow/index.ts'
import type { Context, Tx } from '../../platform/context.ts'
import { findLines } from '../calls/index.ts'
import { lockOpenTask, openRooms, takeSteps } from '../routing/index.ts'
import type { TicketPatch } from '../tickets/index.ts'
import type { Grip, TaskMove, TicketFact } from './ticket-change.ts'

interface Entered {
  readonly patch: Pick<TicketPatch, 'queue'>
  readonly facts: readonly TicketFact[]
}

/**
 * A task that these moves brought into a queue goes on from there where the queue is too long, in the same transaction.
 * What comes back to the queue it was in enters none: it has its place there.
 */
export async function goOnFromQueue(
  tx: Tx,
  context: Context,
  grip: Grip,
  moves: readonly TaskMove[],
): Promise<Entered> {
  const nothing = { patch: {}, facts: [] }
  const { workflow, ticket } = grip
  const entered = moves.flatMap((move) => queueOf(move, ticket.queue) ?? [])
  if (queuesToCount(workflow, entered).length === 0) return nothing
  const task = await lockOpenTask(tx, context.workspace.id, { ticketId: ticket.id, caseId: grip.caseId })
  const isThere = task?.id === grip.task?.id && task?.queue === grip.task?.queue
  if (task === null || isThere || task.state !== 'waiting') return nothing
  const rooms = await openRooms(tx, context, { workflow, entered: [task.queue], moved: [task.id] })
  const line = (await findLines(tx, context.workspace.id, [task])).get(task.id)
  const { taken } = rooms.enter(task, line?.from ?? null)
  const { task: now, facts } = await takeSteps(tx, context, { task, steps: taken })
  const isOwn = grip.caseId === null && now.queue !== task.queue
  return { patch: isOwn ? { queue: now.queue } : {}, facts }
}

/** The queue a move leads into, if it does; `own` is where new work of the ticket waits. */
function queueOf(move: TaskMove, own: string): string | null {
  if (move.kind === 'queue') return own
  if (move.kind === 'update') return move.queue ?? null
  return move.kind === 'transfer' && move.to.how === 'queue' ? move.to.queue : null
}

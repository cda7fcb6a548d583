import type { Context, Tx } from '../../platform/context.ts'
import { AppError, refuseField } from '../../platform/errors.ts'
import { requirePermission } from '../access/index.ts'
import type { ShownTask } from '../routing/index.ts'
import { findOpenConsult } from './consult-store.ts'
import { handleTask, hasItItself, lostTo, requireOwnWork, type TaskGrip } from './handle-task.ts'
import { noteChange } from './note-change.ts'
import { takingChange } from './taking-change.ts'
import { joinChanges, noChange, type TicketChange, type TransferTo } from './ticket-change.ts'
import { withoutAssignee } from './without-assignee.ts'

export interface TransferInput {
  readonly taskId: string
  /** One of the two. */
  readonly to: { readonly agentId?: string; readonly queue?: string }
  /** Warm: to the agent who is consulted, at once. */
  readonly mode: 'cold' | 'warm'
  /** Its rank in the queue begins anew. */
  readonly restart: boolean
  /** Whatever the agent's presence and room; for who acts for all agents. */
  readonly force: boolean
  /** Kept as an internal message. */
  readonly note: string | null
}

/**
 * Hands a task on: to a queue, where it waits at its rank; to an agent, who is offered it, or gets it at once after a
 * consult. Null when there is no such task. Throws `invalid`, `forbidden`, `over_capacity` with the reason, and
 * `conflict` with what stands against it.
 */
export async function transferTask(context: Context, input: TransferInput): Promise<ShownTask | null> {
  const to = targetOf(input)
  const agentIds = to.how === 'queue' ? [] : [to.agentId]
  if (to.how === 'force') requirePermission(context, 'agents:act')
  return handleTask(context, { taskId: input.taskId, permission: 'task:write', agentIds }, async (grip, tx) => {
    requireOwnWork(context, grip.task)
    if (to.how === 'queue') requireQueue(grip, to.queue)
    else await requireReady(tx, context, grip, to)
    const said = await noteChange(tx, context, grip, input.note)
    return joinChanges(said, onTicket(context, grip, to), { ...noChange, taskMoves: [{ kind: 'transfer', to }] })
  })
}

function targetOf({ to: { agentId, queue }, mode, restart, force }: TransferInput): TransferTo {
  if (queue !== undefined && agentId === undefined) {
    if (mode === 'warm') throw refuseField('/mode', 'needs_agent', 'A warm transfer goes to an agent.')
    if (force) throw refuseField('/force', 'needs_agent', 'Only a transfer to an agent can be forced.')
    return { how: 'queue', queue, restart }
  }
  if (agentId === undefined || queue !== undefined) {
    throw refuseField('/to', 'one_of', 'Name either an agent (agentId) or a queue (queue).')
  }
  if (restart) throw refuseField('/restart', 'needs_queue', 'Only in another queue can the waiting begin anew.')
  return { how: force ? 'force' : mode === 'warm' ? 'handOver' : 'offer', agentId }
}

function requireQueue({ workflow, task }: TaskGrip, queue: string): void {
  if (task.state === 'wrapup') throw lostTo(task)
  if (workflow.queues.has(queue)) return
  const message = `"${queue}" is not one of: ${[...workflow.queues.keys()].join(', ')}.`
  throw refuseField('/to/queue', 'unknown_queue', message)
}

/** What must be so before an agent can have it: a pause has its own end, and only who is asked takes over warm. */
async function requireReady(
  tx: Tx,
  context: Context,
  { task }: TaskGrip,
  to: Extract<TransferTo, { agentId: string }>,
): Promise<void> {
  const isReady = {
    handOver: task.state === 'active',
    offer: task.state !== 'wrapup' && task.state !== 'paused',
    force: task.state !== 'wrapup',
  }[to.how]
  if (!isReady) throw lostTo(task)
  if (task.agentId === to.agentId) throw hasItItself()
  if (to.how !== 'handOver') return
  const open = await findOpenConsult(tx, context.workspace.id, task.id)
  if (open?.agentId === to.agentId) return
  throw new AppError('conflict', 'A warm transfer needs an open consult with that agent.', { reason: 'no_consult' })
}

/** The ticket follows its task: into the queue, to the agent, or to nobody until the offer is accepted. */
function onTicket(context: Context, grip: TaskGrip, to: TransferTo): TicketChange {
  const left = withoutAssignee(grip)
  if (to.how === 'offer') return left
  if (to.how !== 'queue') return takingChange(grip, { agentId: to.agentId, at: context.now() })
  if (to.queue === grip.ticket.queue) return left
  const moved: TicketChange = {
    ...noChange,
    patch: { queue: to.queue },
    facts: [{ type: 'ticket.updated', data: { changed: ['queue'] } }],
  }
  return joinChanges(left, moved)
}

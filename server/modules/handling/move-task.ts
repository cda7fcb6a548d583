import type { Context, Tx } from '../../platform/context.ts'
import { encodeId, newId } from '../../platform/ids.ts'
import { forceUnits, releaseUsed } from '../agents/index.ts'
import {
  type EndedOffer,
  endOffers,
  insertOffers,
  insertTask,
  releaseAcceptedOffer,
  saveTask,
  type Task,
} from '../routing/index.ts'
import type { Grip, TaskMove, TicketFact } from './ticket-change.ts'
import { unitsOf } from './units-of.ts'

/** Moves the task of a gripped ticket; gives what happened to it. Its pending offers end where they no longer make sense. */
export async function moveTask(tx: Tx, context: Context, grip: Grip, move: TaskMove): Promise<TicketFact[]> {
  const { task } = grip
  if (move.kind === 'queue') return task === null ? queueAnew(tx, context, grip) : []
  if (task === null) return move.kind === 'assign' ? assignAnew(tx, context, grip, move.agentId) : []
  switch (move.kind) {
    case 'finish':
      return finish(tx, context, grip, task)
    case 'cancel':
      return cancel(tx, context, grip, { task, reason: move.reason })
    case 'pause':
      return pause(tx, context, grip, task)
    case 'resume':
      return resume(tx, context, grip, task)
    case 'assign':
      return assign(tx, context, grip, { task, agentId: move.agentId })
    case 'release':
      return release(tx, context, grip, task)
    case 'update': {
      const taskVersion = await saveTask(tx, context.workspace.id, task.id, move)
      return [{ type: 'task.updated', data: { taskId: encodeId('task', task.id), taskVersion } }]
    }
  }
}

async function finish(tx: Tx, context: Context, grip: Grip, task: Task): Promise<TicketFact[]> {
  await cancelOffers(tx, context, grip, 'task_done')
  const held = task.agentId
  await letGo(tx, context, task)
  const taskVersion = await saveTask(tx, context.workspace.id, task.id, { state: 'done', endedAt: context.now() })
  const agentId = held === null ? null : encodeId('agent', held)
  return [{ type: 'task.completed', data: { taskId: encodeId('task', task.id), agentId, taskVersion } }]
}

async function cancel(
  tx: Tx,
  context: Context,
  grip: Grip,
  { task, reason }: { task: Task; reason: string },
): Promise<TicketFact[]> {
  await cancelOffers(tx, context, grip, 'task_cancelled')
  await letGo(tx, context, task)
  const taskVersion = await saveTask(tx, context.workspace.id, task.id, { state: 'cancelled', endedAt: context.now() })
  return [{ type: 'task.cancelled', data: { taskId: encodeId('task', task.id), reason, taskVersion } }]
}

async function pause(tx: Tx, context: Context, grip: Grip, task: Task): Promise<TicketFact[]> {
  if (task.state === 'paused') return []
  await cancelOffers(tx, context, grip, 'task_paused')
  if (pauseFreesUnits(grip, task)) await letGo(tx, context, task)
  const taskVersion = await saveTask(tx, context.workspace.id, task.id, { state: 'paused' })
  return [{ type: 'task.paused', data: { taskId: encodeId('task', task.id), taskVersion } }]
}

function pauseFreesUnits(grip: Grip, task: Task): boolean {
  return grip.workflow.queues.get(task.queue)?.pauseFreesCapacity ?? true
}

/** The agent who had it goes on, even over its room, for the customer talks to that agent; else the task waits again. */
async function resume(tx: Tx, context: Context, grip: Grip, task: Task): Promise<TicketFact[]> {
  if (task.state !== 'paused') return []
  const { agentId } = task
  if (agentId !== null && pauseFreesUnits(grip, task)) await takeUp(tx, context, grip, { task, agentId })
  const state = agentId === null ? 'waiting' : 'active'
  const taskVersion = await saveTask(tx, context.workspace.id, task.id, { state })
  return [{ type: 'task.resumed', data: { taskId: encodeId('task', task.id), state, taskVersion } }]
}

async function assign(
  tx: Tx,
  context: Context,
  grip: Grip,
  { task, agentId }: { task: Task; agentId: string },
): Promise<TicketFact[]> {
  if (task.agentId === agentId && task.state === 'active') return []
  await cancelOffers(tx, context, grip, 'assigned_by_hand')
  await letGo(tx, context, task)
  await takeUp(tx, context, grip, { task, agentId })
  const taskVersion = await saveTask(tx, context.workspace.id, task.id, { state: 'active', agentId })
  return [{ type: 'task.updated', data: { taskId: encodeId('task', task.id), taskVersion } }]
}

async function release(tx: Tx, context: Context, grip: Grip, task: Task): Promise<TicketFact[]> {
  await letGo(tx, context, task)
  if (task.agentId === null) return []
  const state = task.state === 'paused' ? 'paused' : 'waiting'
  const taskVersion = await saveTask(tx, context.workspace.id, task.id, { state, agentId: null })
  return [queued(grip, task, taskVersion)]
}

async function assignAnew(tx: Tx, context: Context, grip: Grip, agentId: string): Promise<TicketFact[]> {
  if (grip.ticket.statusCategory === 'solved' || grip.ticket.statusCategory === 'closed') return []
  const task = { ...newTask(context, grip), state: 'active' as const, agentId }
  await insertTask(tx, context.workspace.id, task)
  await takeUp(tx, context, grip, { task, agentId })
  return [queued(grip, task, task.version)]
}

async function queueAnew(tx: Tx, context: Context, grip: Grip): Promise<TicketFact[]> {
  const task = { ...newTask(context, grip), ...lastAgentOf(context, grip) }
  await insertTask(tx, context.workspace.id, task)
  return [queued(grip, task, task.version)]
}

/** Who had the ticket is preferred for a while where the queue says so (`lastAgent`). */
function lastAgentOf(context: Context, { ticket, workflow }: Grip): Pick<Task, 'preferredAgentId' | 'preferredUntil'> {
  const waitMs = workflow.queues.get(ticket.queue)?.lastAgentMs ?? null
  const { assignee } = ticket
  if (waitMs === null || assignee === null) return { preferredAgentId: null, preferredUntil: null }
  return { preferredAgentId: assignee.id, preferredUntil: context.now() + waitMs }
}

function newTask(context: Context, { ticket }: Grip): Task {
  const requirements = { skills: {}, languages: [ticket.language], rules: [] }
  const at = context.now()
  return {
    id: newId(),
    ticketId: ticket.id,
    kind: 'ticket',
    queue: ticket.queue,
    channel: ticket.channel,
    priority: ticket.priority,
    requirements,
    state: 'waiting',
    agentId: null,
    enteredAt: at,
    exclusions: {},
    preferredAgentId: null,
    preferredUntil: null,
    overflowed: [],
    version: 1,
    createdAt: at,
    endedAt: null,
  }
}

/** Puts a task in an agent's hands outside the router: recorded as a forced, accepted offer, so that it counts. */
async function takeUp(
  tx: Tx,
  context: Context,
  grip: Grip,
  { task, agentId }: { task: Task; agentId: string },
): Promise<void> {
  const at = context.now()
  const units = await unitsOf(tx, context, grip.workflow, { agentId, kind: task.kind })
  await forceUnits(tx, context.workspace.id, [{ agentId, units }], at)
  await insertOffers(tx, context.workspace.id, [
    {
      id: newId(),
      taskId: task.id,
      ticketId: task.ticketId,
      agentId,
      decisionId: null,
      queue: task.queue,
      channel: task.channel,
      state: 'accepted',
      units,
      forced: true,
      reasons: [{ code: 'by_hand', text: 'Assigned by hand.' }],
      createdAt: at,
      expiresAt: at,
      isOneAtATime: false,
    },
  ])
}

async function letGo(tx: Tx, context: Context, task: Task): Promise<void> {
  const at = context.now()
  const offer = await releaseAcceptedOffer(tx, context.workspace.id, { taskId: task.id, at })
  if (offer !== null) await releaseUsed(tx, context.workspace.id, [{ agentId: offer.agentId, units: offer.units }], at)
}

function cancelOffers(tx: Tx, context: Context, grip: Grip, code: string): Promise<EndedOffer[]> {
  const offerIds = grip.pending.map((offer) => offer.id)
  return endOffers(tx, context, { offerIds, to: 'cancelled', code, note: null, workflow: grip.workflow })
}

function queued(grip: Grip, task: Task, taskVersion: number): TicketFact {
  const { kind, queue, priority } = task
  return { type: 'task.queued', data: { taskId: encodeId('task', task.id), queue, kind, priority, taskVersion } }
}

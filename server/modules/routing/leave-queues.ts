import { type OverflowStep, type WorkflowSnapshot } from '../../core/workflow/index.ts'
import type { Context, Tx } from '../../platform/context.ts'
import { encodeId } from '../../platform/ids.ts'
import { endCallOf } from '../calls/index.ts'
import { appendEvents, type NewEvent } from '../events/index.ts'
import { findTicket, lockTickets, saveTicket, takeTicketSeq } from '../tickets/index.ts'
import { overflowStepOf, targetOf } from './overflow-step.ts'
import { requireSystem } from './require-system.ts'
import { holdEpoch } from './shard-store.ts'
import type { Task } from './task.ts'
import { lockWaitingTasks, saveTask } from './task-store.ts'

/** A waiting task that is to leave its queue without an agent: by a step of overflow, or because its time is over (null). */
export interface Leaving {
  readonly taskId: string
  readonly ticketId: string
  readonly taskVersion: number
  readonly step: string | null
}

/** What a ticket is tagged with whose task waited as long as its queue allows and was taken by nobody. */
const expiredTag = 'wait-expired'

type Fact = Pick<NewEvent, 'type' | 'data'>

/**
 * Moves waiting tasks on, each only as far as it still waits at the version that was judged: to another queue at its old
 * rank, or, where the target is no queue, by its event alone; it waits on then, and takes that step never again. One whose
 * lifetime is over is cancelled, and its ticket stays open with the tag `wait-expired`.
 * Throws `ShardLost` when another router took over.
 */
export async function leaveQueues(
  context: Context,
  batch: { epoch: number; workflow: WorkflowSnapshot; leaving: readonly Leaving[] },
): Promise<void> {
  requireSystem(context)
  const { epoch, workflow, leaving } = batch
  const workspaceId = context.workspace.id
  const stepOf = new Map(leaving.map(({ taskId, step }) => [taskId, step]))
  await context.transaction(async (tx) => {
    await holdEpoch(tx, workspaceId, epoch)
    await lockTickets(
      tx,
      workspaceId,
      leaving.map(({ ticketId }) => ticketId),
    )
    const moved: [Task, Fact[]][] = []
    for (const task of await lockWaitingTasks(tx, workspaceId, leaving)) {
      const name = stepOf.get(task.id) ?? null
      const step = name === null ? null : overflowStepOf(workflow, name)
      if (name === null) moved.push([task, await expire(tx, context, task)])
      else if (step !== null) moved.push([task, await overflow(tx, context, task, { name, step })])
    }
    await record(tx, context, moved)
  })
}

async function overflow(
  tx: Tx,
  context: Context,
  task: Task,
  { name, step }: { name: string; step: OverflowStep },
): Promise<Fact[]> {
  const queue = step.to.kind === 'queue' ? step.to.queue : undefined
  const overflowed = [...task.overflowed, name]
  const patch = { overflowed, ...(queue !== undefined && { queue }) }
  const taskVersion = await saveTask(tx, context.workspace.id, task.id, patch)
  if (queue !== undefined) await changeTicket(tx, context, task, { queue })
  const taskId = encodeId('task', task.id)
  const data = { taskId, queue: task.queue, on: step.on, target: step.to.kind, to: targetOf(step), taskVersion }
  return [{ type: 'task.overflowed', data }]
}

async function expire(tx: Tx, context: Context, task: Task): Promise<Fact[]> {
  const endedAt = context.now()
  const taskVersion = await saveTask(tx, context.workspace.id, task.id, { state: 'cancelled', endedAt })
  const ticket = await findTicket(tx, context.workspace.id, task.ticketId)
  if (ticket === null) throw new Error(`Ticket ${task.ticketId} was held and is gone.`)
  await changeTicket(tx, context, task, { tags: [...new Set([...ticket.tags, expiredTag])] })
  const waitedMs = Math.max(0, endedAt - task.enteredAt)
  return [
    { type: 'task.expired', data: { taskId: encodeId('task', task.id), queue: task.queue, waitedMs, taskVersion } },
    ...(await endCallOf(tx, context, task, null)),
    { type: 'ticket.updated', data: { changed: ['tags'] } },
  ]
}

function changeTicket(
  tx: Tx,
  context: Context,
  { ticketId }: Task,
  patch: { queue: string } | { tags: readonly string[] },
): Promise<void> {
  return saveTicket(tx, context.workspace.id, { ticketId, patch, events: 0, at: context.now() })
}

async function record(tx: Tx, context: Context, moved: readonly [Task, Fact[]][]): Promise<void> {
  if (moved.length === 0) return
  const counts = new Map(moved.map(([{ ticketId }, facts]) => [ticketId, facts.length]))
  const first = await takeTicketSeq(tx, context.workspace.id, counts)
  const events = moved.flatMap(([{ ticketId }, facts]) =>
    facts.map((fact, index): NewEvent => {
      const subject = { kind: 'ticket', id: ticketId, seq: (first.get(ticketId) ?? 0) + index } as const
      // A fact carries the data of its own type.
      return { ...fact, subject, ticketId } as NewEvent
    }),
  )
  await appendEvents(tx, context, events)
}

import type { DecisionRecord } from '../../core/routing/index.ts'
import { overflowStepOf, type Standing, takeStep, termsOf, type WorkflowSnapshot } from '../../core/workflow/index.ts'
import type { Context, Tx } from '../../platform/context.ts'
import { encodeId, newId } from '../../platform/ids.ts'
import { type CallLine, findLines, withCallRef } from '../calls/index.ts'
import { appendEvents, type NewEvent } from '../events/index.ts'
import { findTicket, lockTickets, saveTicket, takeTicketSeq } from '../tickets/index.ts'
import type { Decision } from './decision.ts'
import { insertDecisions } from './decision-store.ts'
import { endLineOf } from './end-line-of.ts'
import { openRooms, type QueueRooms } from './open-rooms.ts'
import { recordToKeep } from './engine-queue.ts'
import { findLastOfferState } from './partner-offers-view.ts'
import { requireSystem } from './require-system.ts'
import { followTask } from './follow-task.ts'
import { holdEpoch } from './shard-store.ts'
import { standingOf } from './standing-of.ts'
import { type DueStep, type TaskFact, takeSteps } from './take-steps.ts'
import type { Task } from './task.ts'
import { partnerEnds } from './task-input.ts'
import { lockWaitingTasks, saveTask } from './task-store.ts'

/** A waiting task that is to leave its queue without an agent: by a step of overflow, or because its time is over (null). */
export interface Leaving {
  readonly taskId: string
  readonly ticketId: string
  readonly taskVersion: number
  readonly step: string | null
  /** How things stood when that was decided. */
  readonly record: DecisionRecord
  /** What it was last said to expect; null = nothing was said. */
  readonly estimate: DueStep['estimate'] | null
}

/** What a ticket is tagged with whose task waited as long as its queue allows and was taken by nobody. */
const expiredTag = 'wait-expired'

interface Moved {
  readonly task: Task
  readonly facts: readonly TaskFact[]
  readonly decision: Decision | null
}

/** One transaction's view of what it moves. */
interface Moving {
  readonly tx: Tx
  readonly context: Context
  readonly workflow: WorkflowSnapshot
  readonly rooms: QueueRooms
  /** Of calls, by task. */
  readonly lines: ReadonlyMap<string, CallLine>
}

/**
 * Moves waiting tasks on, each only as far as it still waits at the version that was judged: where its step leads, and on
 * from there as far as queues on its way are too long. One whose lifetime is over is cancelled, and its ticket stays open
 * with the tag `wait-expired`; one that a partner will not take is its queue's again.
 * Throws `ShardLost` when another router took over.
 */
export async function leaveQueues(
  context: Context,
  batch: { epoch: number; workflow: WorkflowSnapshot; leaving: readonly Leaving[] },
): Promise<void> {
  requireSystem(context)
  const { epoch, workflow, leaving } = batch
  const workspaceId = context.workspace.id
  const leavingOf = new Map(leaving.map((one) => [one.taskId, one]))
  await context.transaction(async (tx) => {
    await holdEpoch(tx, workspaceId, epoch)
    await lockTickets(
      tx,
      workspaceId,
      leaving.map(({ ticketId }) => ticketId),
    )
    const tasks = await lockWaitingTasks(tx, workspaceId, leaving)
    const lines = await findLines(tx, workspaceId, tasks)
    const ways = tasks.flatMap((task): [Task, Leaving, DueStep | null][] => {
      const one = leavingOf.get(task.id)
      const standing = standingOf(task, lines.get(task.id)?.from ?? null)
      return one === undefined ? [] : [[task, one, stepOf(termsOf(workflow, task.id), standing, one)]]
    })
    const entered = ways.flatMap(([, , due]) => due?.to.queue ?? [])
    const moving = { tx, context, workflow, rooms: await openRooms(tx, context, { workflow, entered }), lines }
    const moved: Moved[] = []
    for (const [task, one, due] of ways) {
      if (one.step === null) moved.push(await expire(moving, task, one))
      else if (one.step === partnerEnds) moved.push(await endPartner(moving, task))
      else if (due !== null) moved.push(await overflow(moving, task, { one, due }))
    }
    await record(tx, context, moved)
  })
}

/** The step as this workflow has it; null = it has none such, or it leads such a task nowhere. */
function stepOf(workflow: WorkflowSnapshot, standing: Standing, { step: name, estimate }: Leaving): DueStep | null {
  const step = name === null ? null : overflowStepOf(workflow, name)
  if (name === null || step === null) return null
  const to = takeStep(workflow, standing, { name, step })
  const why = step.on === 'estimate' && estimate != null ? { estimate } : {}
  return to === null ? null : { name, step, to, ...why }
}

async function overflow(
  { tx, context, workflow, rooms, lines }: Moving,
  task: Task,
  { one, due }: { one: Leaving; due: DueStep },
): Promise<Moved> {
  const isElsewhere = due.to.queue !== task.queue
  const further = isElsewhere ? rooms.enter({ ...task, ...due.to }, lines.get(task.id)?.from ?? null).taken : []
  const decision = decisionOf(context, one, 'overflowed')
  const { task: now, facts } = await takeSteps(tx, context, { task, steps: [due, ...further] })
  const { ticketId, caseId } = task
  const { queue } = now
  const isFollowed = queue !== task.queue && caseId === null
  const followed = isFollowed ? await followTask(tx, context, { workflow, ticketId, queue }) : []
  const referred = withCallRef(withDecision(facts, decision), lines.get(task.id))
  return { task: now, facts: [...referred, ...followed], decision }
}

async function expire({ tx, context }: Moving, task: Task, one: Leaving): Promise<Moved> {
  const endedAt = context.now()
  const taskVersion = await saveTask(tx, context.workspace.id, task.id, { state: 'cancelled', endedAt })
  const tagged = await tagExpired(tx, context, task)
  const waitedMs = Math.max(0, endedAt - task.enteredAt)
  const decision = decisionOf(context, one, 'expired')
  const expired: TaskFact = {
    type: 'task.expired',
    data: { taskId: encodeId('task', task.id), queue: task.queue, waitedMs, taskVersion },
  }
  const ended = await endLineOf(tx, context, task, null)
  const facts: TaskFact[] = [expired, ...ended, ...tagged]
  return { task, facts: withDecision(facts, decision), decision }
}

/** The ticket shows that nobody took it in time; that nobody took a case of it says nothing of the ticket. */
async function tagExpired(tx: Tx, context: Context, task: Task): Promise<TaskFact[]> {
  if (task.caseId !== null) return []
  const ticket = await findTicket(tx, context.workspace.id, task.ticketId)
  if (ticket === null) throw new Error(`Ticket ${task.ticketId} was held and is gone.`)
  const patch = { tags: [...new Set([...ticket.tags, expiredTag])] }
  await saveTicket(tx, context.workspace.id, { ticketId: ticket.id, patch, events: 0, at: context.now() })
  return [{ type: 'ticket.updated', data: { changed: ['tags'] } }]
}

/** Its own queue has it again; the steps that follow are judged anew. */
async function endPartner({ tx, context, lines }: Moving, task: Task): Promise<Moved> {
  const partner = task.partner ?? ''
  const last = await findLastOfferState(tx, context.workspace.id, { taskId: task.id, partner })
  const reason = last === 'declined' ? 'declined' : last === 'expired' ? 'timed_out' : 'absent'
  const taskVersion = await saveTask(tx, context.workspace.id, task.id, { partner: null })
  const told = { taskId: encodeId('task', task.id), queue: task.queue, partner }
  const ended: TaskFact = { type: 'task.partner_ended', data: { ...told, reason, taskVersion } }
  return { task, facts: withCallRef([ended], lines.get(task.id)), decision: null }
}

function decisionOf(
  context: Context,
  { taskId, step, record: found }: Leaving,
  outcome: Decision['record']['outcome'],
) {
  return {
    id: newId(),
    taskId,
    agentId: null,
    inputSeq: found.inputSequence,
    workflowVersion: Number(found.workflowVersion),
    record: { ...recordToKeep(found), agentId: null, outcome, ...(step !== null && { step }) },
    createdAt: context.now(),
  }
}

/** The first of the facts names the decision it follows from. */
function withDecision(facts: readonly TaskFact[], { id }: Decision): TaskFact[] {
  return facts.map((fact, index) => {
    if (index > 0 || (fact.type !== 'task.overflowed' && fact.type !== 'task.expired')) return fact
    // The data of each of the two may name a decision.
    return { type: fact.type, data: { ...fact.data, decisionId: encodeId('decision', id) } } as TaskFact
  })
}

async function record(tx: Tx, context: Context, moved: readonly Moved[]): Promise<void> {
  if (moved.length === 0) return
  const factsOf = new Map<string, TaskFact[]>()
  for (const { task, facts } of moved) factsOf.set(task.ticketId, [...(factsOf.get(task.ticketId) ?? []), ...facts])
  const counts = new Map([...factsOf].map(([ticketId, facts]) => [ticketId, facts.length]))
  const first = await takeTicketSeq(tx, context.workspace.id, counts)
  const decisions = moved.flatMap(({ decision }) => decision ?? [])
  await insertDecisions(tx, context.workspace.id, decisions)
  const events = [...factsOf].flatMap(([ticketId, facts]) =>
    facts.map((fact, index): NewEvent => {
      const subject = { kind: 'ticket', id: ticketId, seq: (first.get(ticketId) ?? 0) + index } as const
      // A fact carries the data of its own type.
      return { ...fact, subject, ticketId } as NewEvent
    }),
  )
  await appendEvents(tx, context, events)
}

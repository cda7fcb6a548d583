import type { DecisionRecord } from '../../core/routing/index.ts'
import type { Context } from '../../platform/context.ts'
import { encodeId, newId } from '../../platform/ids.ts'
import { appendEvents, type NewEvent } from '../events/index.ts'
import { lockTickets, takeTicketSeq } from '../tickets/index.ts'
import { insertDecisions } from './decision-store.ts'
import { findKnownUnroutable } from './decision-view.ts'
import { plainQueue, recordToKeep } from './engine-queue.ts'
import { requireSystem } from './require-system.ts'
import { holdEpoch } from './shard-store.ts'

/** That nobody can take a task, or that all who could have turned it down. */
export interface Finding {
  readonly kind: 'unroutable' | 'exhausted'
  readonly taskId: string
  readonly ticketId: string
  readonly record: DecisionRecord
}

/**
 * Records findings as decisions without an agent, each with its event. That a task is unroutable is said once in a
 * queue, until another decision about it is made. Throws `ShardLost` when another router took over.
 */
export async function recordFindings(
  context: Context,
  batch: { epoch: number; findings: readonly Finding[] },
): Promise<void> {
  requireSystem(context)
  await context.transaction(async (tx) => {
    const workspaceId = context.workspace.id
    await holdEpoch(tx, workspaceId, batch.epoch)
    await lockTickets(
      tx,
      workspaceId,
      batch.findings.map((finding) => finding.ticketId),
    )
    const known = await findKnownUnroutable(
      tx,
      workspaceId,
      batch.findings.map((finding) => finding.taskId),
    )
    const fresh = batch.findings.filter(
      ({ kind, taskId, record }) => kind === 'exhausted' || known.get(taskId) !== plainQueue(record.queueId),
    )
    if (fresh.length === 0) return
    const counts = new Map<string, number>()
    for (const { ticketId } of fresh) counts.set(ticketId, (counts.get(ticketId) ?? 0) + 1)
    const next = await takeTicketSeq(tx, workspaceId, counts)
    await insertDecisions(
      tx,
      workspaceId,
      fresh.map((finding) => decisionOf(context, finding)),
    )
    const events = fresh.map((finding): NewEvent => {
      const seq = next.get(finding.ticketId) ?? 0
      next.set(finding.ticketId, seq + 1)
      return { ...factOf(finding), subject: { kind: 'ticket', id: finding.ticketId, seq }, ticketId: finding.ticketId }
    })
    await appendEvents(tx, context, events)
  })
}

function decisionOf(context: Context, { kind, taskId, record }: Finding) {
  return {
    id: newId(),
    taskId,
    agentId: null,
    inputSeq: record.inputSequence,
    workflowVersion: Number(record.workflowVersion),
    record: { ...recordToKeep(record), agentId: null, outcome: kind },
    createdAt: context.now(),
  }
}

function factOf({ kind, taskId, record }: Finding) {
  const data = { taskId: encodeId('task', taskId), queue: plainQueue(record.queueId) }
  return kind === 'exhausted'
    ? ({ type: 'task.exhausted', data } as const)
    : ({ type: 'task.unroutable', data: { ...data, rejects: { ...record.rejects } } } as const)
}

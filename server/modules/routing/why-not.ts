import {
  createEngine,
  loadSnapshot,
  type Reason,
  type RejectReason,
  whyNot as engineWhyNot,
} from '../../core/routing/index.ts'
import type { Context } from '../../platform/context.ts'
import { AppError } from '../../platform/errors.ts'
import { loadAgentsForRouter, type RoutableAgent } from '../agents/index.ts'
import { currentWorkflow } from '../workflow/index.ts'
import { agentSnapshotOf } from './agent-input.ts'
import { engineConfigOf, openCalendars, openQueues, servedSinceOf } from './engine-config.ts'
import { partnerOf } from './partner-queue.ts'
import { plainRefusal } from './plain-words.ts'
import { getTask } from './read-tasks.ts'
import { findRoutableTasksAround } from './routable-view.ts'
import { offerInputOf, taskInputOf } from './task-input.ts'
import { findServed } from './served-view.ts'
import { findLastSequence } from './why-not-view.ts'

/** Whether an agent could be offered a task, with everything that stands against it (routing.md L1). */
export interface WhyNotAnswer {
  readonly eligible: boolean
  readonly reasons: readonly Reason<RejectReason>[]
  /** The last event the rows may hold, and the instant in epoch ms. */
  readonly asOf: { readonly sequence: number; readonly at: number }
}

/**
 * Judges anew, by the rows as they are now, why the task is not offered to the agent. Null when there is no such task the
 * caller may see, or no such agent. Throws `conflict` when the task is over.
 */
export async function explainWhyNot(
  context: Context,
  input: { taskId: string; agentId: string },
): Promise<WhyNotAnswer | null> {
  const task = await getTask(context, input)
  if (task === null) return null
  if (task.endedAt !== null) throw new AppError('conflict', `This task is ${task.state}.`, { state: task.state })
  const workflow = await currentWorkflow(context)
  const workspaceId = context.workspace.id
  const now = context.now()
  const servedSince = servedSinceOf(workflow, now)
  const [sequence, tasks, agents, served] = await context.read((tx) =>
    Promise.all([
      findLastSequence(tx, workspaceId),
      findRoutableTasksAround(tx, workspaceId, input.taskId),
      loadAgentsForRouter(tx, workspaceId),
      findServed(tx, workspaceId, servedSince),
    ]),
  )
  const open = openCalendars(workflow, now)
  const engine = createEngine(engineConfigOf(workflow, new Set(workflow.queues.keys()), servedSince))
  loadSnapshot(engine, {
    sequence,
    now,
    tasks: tasks.map((one) => taskInputOf(one, workflow)),
    agents: agents.map((agent) => ({ ...agentSnapshotOf(agent, workflow, { open, served }), load: loadOf(agent) })),
    offers: tasks.flatMap((one) => offerInputOf(one) ?? []),
  })
  const answer = engineWhyNot(engine, input.taskId, input.agentId, now)
  if (answer === null) return null
  const partner = partnerOf(task, workflow)
  const isOpen = partner !== null || openQueues(workflow, now).has(task.queue)
  const closed: Reason<RejectReason>[] = isOpen ? [] : [{ code: 'outside_hours', text: `${task.queue} is closed now` }]
  return {
    eligible: answer.eligible && isOpen,
    reasons: [...closed, ...answer.reasons.map((reason) => withPartner(plainRefusal(reason), partner))],
    asOf: { sequence, at: now },
  }
}

/** Nobody but one partner's agents belongs where such a task waits. */
function withPartner(reason: WhyNotAnswer['reasons'][number], partner: string | null) {
  if (partner === null || reason.code !== 'not_member') return reason
  return { code: reason.code, text: `Offered to the partner ${partner} alone for now` }
}

/** Here only the tasks with an offer are at hand, so the capacity row says what an agent holds. */
function loadOf({ loadVersion, units, byKind, unitsByKind }: RoutableAgent) {
  return { version: loadVersion, units, byKind: { ...byKind }, unitsByKind: { ...unitsByKind } }
}

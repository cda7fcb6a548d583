import { createEngine, loadSnapshot, whyNot as engineWhyNot } from '../../core/routing/index.ts'
import type { Context } from '../../platform/context.ts'
import { AppError } from '../../platform/errors.ts'
import { loadAgentsForRouter, type RoutableAgent } from '../agents/index.ts'
import { currentWorkflow } from '../workflow/index.ts'
import { agentSnapshotOf } from './agent-input.ts'
import { engineConfigOf, openCalendars, servedSinceOf } from './engine-config.ts'
import { engineQueuesOf } from './engine-queue.ts'
import { getTask } from './read-tasks.ts'
import { findRoutableTasksAround } from './routable-view.ts'
import { offerInputOf, taskInputOf } from './task-input.ts'
import { findServed } from './served-view.ts'
import type { Task } from './task.ts'
import { answerOf, type WhyNotAnswer } from './why-not-answer.ts'
import { explainWhyNotThen } from './why-not-then.ts'
import { findLastSequence } from './why-not-view.ts'

/**
 * Judges why the task is not offered to the agent, by the rows as they are now, or was not when a decision was made. Null
 * when there is no such task the caller may see, no such agent, or no such decision about the task. Throws `conflict` when
 * the task is over and no decision is named.
 */
export async function explainWhyNot(
  context: Context,
  input: { taskId: string; agentId: string; decisionId?: string },
): Promise<WhyNotAnswer | null> {
  const task = await getTask(context, input)
  if (task === null) return null
  const { agentId, decisionId } = input
  return decisionId === undefined
    ? explainNow(context, task, agentId)
    : explainWhyNotThen(context, { task, agentId, decisionId })
}

async function explainNow(context: Context, task: Task, agentId: string): Promise<WhyNotAnswer | null> {
  if (task.endedAt !== null) throw new AppError('conflict', `This task is ${task.state}.`, { state: task.state })
  const workflow = await currentWorkflow(context)
  const workspaceId = context.workspace.id
  const now = context.now()
  const servedSince = servedSinceOf(workflow, now)
  const [sequence, tasks, agents, served] = await context.read((tx) =>
    Promise.all([
      findLastSequence(tx, workspaceId),
      findRoutableTasksAround(tx, workspaceId, task.id),
      loadAgentsForRouter(tx, workspaceId),
      findServed(tx, workspaceId, servedSince),
    ]),
  )
  const open = openCalendars(workflow, now)
  const engine = createEngine(engineConfigOf(workflow, engineQueuesOf(workflow), servedSince))
  loadSnapshot(engine, {
    sequence,
    now,
    tasks: tasks.map((one) => taskInputOf(one, workflow)),
    agents: agents.map((agent) => ({ ...agentSnapshotOf(agent, workflow, { open, served }), load: loadOf(agent) })),
    offers: tasks.flatMap((one) => offerInputOf(one) ?? []),
  })
  const answer = engineWhyNot(engine, task.id, agentId, now)
  if (answer === null) return null
  return { ...answerOf({ task, workflow, at: now, answer }), isAgentChangedSince: false, asOf: { sequence, at: now } }
}

/** Here only the tasks with an offer are at hand, so the capacity row says what an agent holds. */
function loadOf({ loadVersion, units, byKind, unitsByKind }: RoutableAgent) {
  return { version: loadVersion, units, byKind: { ...byKind }, unitsByKind: { ...unitsByKind } }
}

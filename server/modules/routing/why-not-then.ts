import {
  createEngine,
  type Engine,
  loadSnapshot,
  type Reason,
  type RejectReason,
  type TaskInput,
  whyNot as engineWhyNot,
} from '../../core/routing/index.ts'
import type { WorkflowSnapshot } from '../../core/workflow/index.ts'
import type { Context } from '../../platform/context.ts'
import { encodeId } from '../../platform/ids.ts'
import { loadAgentsForRouter, type RoutableAgent } from '../agents/index.ts'
import { workflowOfVersion } from '../workflow/index.ts'
import { agentSnapshotOf } from './agent-input.ts'
import type { ShownDecision } from './decision.ts'
import { cooldownsOf, engineConfigOf, openCalendars } from './engine-config.ts'
import { engineQueuesOf } from './engine-queue.ts'
import { getDecision } from './read-tasks.ts'
import type { Task } from './task.ts'
import { taskInputOf } from './task-input.ts'
import {
  type AgentThen,
  findAgentsThen,
  findPartnerThen,
  findRefusalsThen,
  type HeldThen,
  type Moment,
} from './then-view.ts'
import { answerOf, type WhyNotAnswer } from './why-not-answer.ts'

/** Everything that is known of how things stood when a decision was made. */
interface Past {
  readonly decision: ShownDecision
  readonly workflow: WorkflowSnapshot
  readonly when: Moment
  readonly task: Task
  readonly agents: readonly RoutableAgent[]
  readonly known: ReadonlyMap<string, AgentThen>
}

/**
 * Judges why the task was not offered to the agent when that decision was made: by the workflow, the hours, the agent, its
 * presence and its work of then. Of a name nothing is kept, so the answer says when it has changed since. Null when there
 * is no such decision about the task, or no such agent.
 */
export async function explainWhyNotThen(
  context: Context,
  { task: shown, agentId, decisionId }: { task: Task; agentId: string; decisionId: string },
): Promise<WhyNotAnswer | null> {
  const decision = await getDecision(context, { decisionId })
  const workflow = decision === null ? null : await workflowOfVersion(context, decision.workflowVersion)
  if (decision === null || workflow === null || decision.taskId !== shown.id) return null
  const { inputSequence: sequence, now: at } = decision.record
  const past = await readPast(context, { decision, workflow, when: { sequence, at }, shown, agentId })
  const own = past.known.get(agentId)
  const reasons = reasonsThen(past, agentId)
  if (own === undefined || reasons === null) return null
  const all = reasons.length > 0 ? reasons : restOf(decision, agentId)
  const isEligible = all.every(({ code }) => code === 'outranked')
  const judged = { task: past.task, workflow, at, answer: { eligible: isEligible, reasons: all } }
  return { ...answerOf(judged), isAgentChangedSince: own.isChangedSince, asOf: past.when }
}

async function readPast(
  context: Context,
  asked: Pick<Past, 'decision' | 'workflow' | 'when'> & { shown: Task; agentId: string },
): Promise<Past> {
  const { decision, workflow, when, shown, agentId } = asked
  const workspaceId = context.workspace.id
  const { id: taskId, ticketId, preferredAgentId } = shown
  const agentIds = [...new Set([agentId, ...(preferredAgentId === null ? [] : [preferredAgentId])])]
  const [agents, known, refusals, partner] = await context.read((tx) =>
    Promise.all([
      loadAgentsForRouter(tx, workspaceId, agentIds),
      findAgentsThen(tx, workspaceId, { agentIds, when }),
      findRefusalsThen(tx, workspaceId, { taskId, when }),
      findPartnerThen(tx, workspaceId, { ticketId, taskId: encodeId('task', taskId), when }),
    ]),
  )
  const { declineCooldownMs, missCooldownMs } = cooldownsOf(workflow, { taskId, queue: decision.record.queueId })
  // Whom the task had left by then without an offer: returned, taken back, handed on.
  const aside = Object.entries(shown.exclusions).filter(([, until]) => until - declineCooldownMs <= when.at)
  const exclusions = new Map(aside)
  for (const { agentId: by, state, endedAt } of refusals) {
    exclusions.set(by, endedAt + (state === 'declined' ? declineCooldownMs : missCooldownMs))
  }
  const task: Task = {
    ...shown,
    queue: decision.record.queueId,
    state: 'waiting',
    agentId: null,
    partner,
    exclusions: Object.fromEntries(exclusions),
    enteredAt: Math.min(shown.enteredAt, when.at),
  }
  return { decision, workflow, when, task, agents, known: new Map(known.map((one) => [one.agentId, one])) }
}

/** What stood against the agent itself; null when it is not there any more. */
function reasonsThen(past: Past, agentId: string): Reason<RejectReason>[] | null {
  const { task, when } = past
  const answer = engineWhyNot(engineThen(past), task.id, agentId, when.at)
  return answer === null ? null : answer.reasons.filter(({ code }) => code !== 'outranked')
}

function engineThen({ workflow, when, task, agents, known }: Past): Engine {
  const engine = createEngine(engineConfigOf(workflow, engineQueuesOf(workflow), 0))
  const open = openCalendars(workflow, when.at)
  const input = taskInputOf(
    { ...task, taskId: task.id, callRef: null, caller: null, slaPolicy: null, hold: null },
    workflow,
  )
  const snapshots = agents.map((agent) => {
    const { presence = agent.presence, was } = known.get(agent.agentId) ?? {}
    const row = { ...agent, ...was, presence, keepsOffers: false, isProbing: false }
    return agentSnapshotOf(row, workflow, { open, served: new Map() })
  })
  const held = [...known.values()].flatMap((agent) =>
    agent.held.filter(({ taskId }) => taskId !== task.id).map((one) => heldInput(one, agent.agentId, input)),
  )
  const { sequence, at: now } = when
  loadSnapshot(engine, { sequence, now, tasks: [input, ...held], agents: snapshots, offers: [] })
  return engine
}

/** Work the agent had: it counts by its kind and units alone. */
function heldInput({ taskId, kind, units, isPending }: HeldThen, agentId: string, like: TaskInput): TaskInput {
  const { queueId, classId, enteredAt } = like
  const requirements = [{ fromAgeMs: 0, requirements: { skills: [], language: null } }]
  const state = isPending ? 'offered' : 'active'
  return { taskId, version: 1, queueId, kind, classId, enteredAt, state, agentId, units, requirements, rulePath: [] }
}

/** What is left against an agent who could take it, by what the decision says of all of them. */
function restOf({ record, names, agentId: chosen }: ShownDecision, agentId: string): Reason<RejectReason>[] {
  if (chosen === null || chosen === agentId) return []
  const { best, rejects } = record
  const isRanked = best.some((one) => one.agentId === agentId)
  const areAllNamed = best.length === (rejects.outranked ?? 0) + 1
  if (!isRanked && areAllNamed && (rejects.fairness_cap ?? 0) > 0)
    return [{ code: 'fairness_cap', text: 'Had taken more tasks than the gap of the queue allows' }]
  return [{ code: 'outranked', text: `${names[chosen] ?? 'Another eligible agent'} ranked before` }]
}

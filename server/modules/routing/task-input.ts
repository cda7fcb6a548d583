import type { OfferInput, OverflowStep, Preferred, RequirementStep, TaskInput } from '../../core/routing/index.ts'
import {
  overflowStepName,
  type Queue,
  type OverflowStep as WorkflowOverflowStep,
  type RelaxedRequirements,
  relaxRequirements,
  takeStep,
  termsOf,
  type WorkflowSnapshot,
} from '../../core/workflow/index.ts'
import { ageingClassOf } from './engine-config.ts'
import { engineQueue } from './engine-queue.ts'
import { isInPool, speaksOneOf, takesChannel } from './own-conditions.ts'
import { partnerOf, partnerQueue } from './partner-queue.ts'
import type { RoutableTask } from './routable-view.ts'
import { standingOf } from './standing-of.ts'
import type { Task } from './task.ts'

/** A task that is not over as the engine takes it, by its own terms: with the steps by which its requirements relax. */
export function taskInputOf(task: RoutableTask, inForce: WorkflowSnapshot): TaskInput {
  const workflow = termsOf(inForce, task.taskId)
  const queue = workflow.queues.get(task.queue)
  const { state, hold } = task
  const isWaiting = state === 'waiting'
  const partner = partnerOf(task, workflow)
  return {
    taskId: task.taskId,
    version: task.version,
    queueId: partner === null ? engineQueue(workflow, task.queue) : partnerQueue(workflow, task.queue, partner),
    kind: task.kind,
    classId: ageingClassOf(workflow, task),
    enteredAt: task.enteredAt,
    state: isOver(state) ? 'waiting' : state,
    agentId: isWaiting ? null : (hold?.agentId ?? task.agentId),
    units: isWaiting ? 0 : (hold?.units ?? 0),
    requirements:
      queue === undefined ? [] : partner === null ? stepsOf(workflow, queue, task) : stepsOfPartner(workflow, task),
    exclusions: Object.entries(task.exclusions).map(([agentId, until]) => ({ agentId, until })),
    preferred: preferredOf(task),
    ...(queue !== undefined && limitsOf(queue, task, { workflow, partner })),
    rulePath: [...task.requirements.rules],
  }
}

function preferredOf({
  preferredAgentId: agentId,
  preferredUntil: until,
  preferredAs,
}: RoutableTask): Preferred | null {
  return agentId === null || until === null ? null : { agentId, until, as: preferredAs ?? 'named' }
}

export function isOver(state: RoutableTask['state']): state is 'done' | 'cancelled' | 'abandoned' {
  return state === 'done' || state === 'cancelled' || state === 'abandoned'
}

/** The task's pending offer as the engine takes it, or null. */
export function offerInputOf({ taskId, state, hold }: RoutableTask): OfferInput | null {
  if (state !== 'offered' || hold === null || hold.state !== 'pending') return null
  const { offerId, version, agentId, units, expiresAt } = hold
  return { offerId, version, taskId, agentId, units, expiresAt }
}

/** Names the end of the time in which a task is offered to a partner alone. */
export const partnerEnds = 'partner ends'

/**
 * The steps of overflow still to come, and the task's lifetime. Length is judged where a task enters its queue. As long as
 * it is with a partner only its age counts, and whether anybody there may still take it.
 */
function limitsOf(
  queue: Queue,
  task: RoutableTask,
  { workflow, partner }: { workflow: WorkflowSnapshot; partner: string | null },
): Pick<TaskInput, 'overflow' | 'maxAgeMs'> {
  const overflow = queue.overflow.flatMap((rule): OverflowStep[] => {
    const { on, afterMs, skipIf } = rule
    const step = overflowStepName(queue.slug, rule)
    const isAsked = partner === null ? on !== 'length' : on === 'wait'
    const after = takeStep(workflow, standingOf(task, task.caller), { name: step, step: rule })
    if (!isAsked || on === 'length' || after === null || task.overflowed.includes(step)) return []
    const unlessNobodyIn = skipIf === null ? undefined : whereTo({ rule, task, workflow })
    return [{ step, on, ...(afterMs !== null && { afterMs }), ...(unlessNobodyIn && { unlessNobodyIn }) }]
  })
  const ends: OverflowStep[] = partner === null ? [] : [{ step: partnerEnds, on: 'nobody' }]
  return {
    ...(queue.overflow.length > 0 && { overflow: [...ends, ...overflow] }),
    ...(queue.maxWaitMs !== null && { maxAgeMs: endOfWait(task, queue.maxWaitMs) - task.enteredAt }),
  }
}

/** When the present wait of a task is over: time in somebody's hands or aside is no part of it. */
export function endOfWait({ enteredAt, waitsFrom }: Pick<Task, 'enteredAt' | 'waitsFrom'>, maxWaitMs: number): number {
  return Math.max(enteredAt, waitsFrom ?? enteredAt) + maxWaitMs
}

/** The engine's queue a step leads to, and what the task asks for there; undefined where nobody has to take it. */
function whereTo({
  rule: { to },
  task,
  workflow,
}: {
  rule: WorkflowOverflowStep
  task: RoutableTask
  workflow: WorkflowSnapshot
}): OverflowStep['unlessNobodyIn'] {
  if (to.kind === 'partner') {
    return { queueId: partnerQueue(workflow, task.queue, to.partner), requirements: stepsOfPartner(workflow, task) }
  }
  const target = to.kind === 'queue' ? workflow.queues.get(to.queue) : undefined
  return target && { queueId: engineQueue(workflow, target.slug), requirements: stepsOf(workflow, target, task) }
}

/** A partner is asked for itself, not for skills; it takes the channels it takes. */
function stepsOfPartner(workflow: WorkflowSnapshot, { channel }: RoutableTask): RequirementStep[] {
  const conditions = [takesChannel(workflow, channel)]
  return [{ fromAgeMs: 0, requirements: { skills: [], conditions, language: null } }]
}

function stepsOf(workflow: WorkflowSnapshot, queue: Queue, task: RoutableTask): RequirementStep[] {
  const widenings = queue.relax.filter((step) => step.alsoMembers !== null).length
  const ages = [0, ...new Set(queue.relax.map((step) => step.afterMs))].toSorted((one, other) => one - other)
  return ages.map((fromAgeMs) => {
    const relaxed = relaxRequirements(queue, task.requirements, fromAgeMs)
    const poolLevel = widenings + 1 - relaxed.alsoMembers.length
    const skills = Object.entries(relaxed.skills).map(([skill, minLevel]) => ({ skill, minLevel }))
    const { search } = task.requirements
    const { language, others } = languagesOf(relaxed)
    const conditions = [
      takesChannel(workflow, task.channel),
      ...(poolLevel > 1 ? [isInPool(workflow, queue.slug, poolLevel)] : []),
      ...others.map((languages) => speaksOneOf(workflow, languages)),
    ]
    return { fromAgeMs, requirements: { skills, conditions, language, ...(search !== undefined && { search }) } }
  })
}

/** The engine asks for one language itself; further ones, and one of several, are conditions. */
function languagesOf({ languages, anyLanguage }: RelaxedRequirements): {
  language: string | null
  others: (readonly string[])[]
} {
  const [first = null, ...rest] = languages
  if (anyLanguage && rest.length > 0) return { language: null, others: [languages] }
  return { language: first, others: rest.map((language) => [language]) }
}

import type { OfferInput, OverflowStep, Preferred, RequirementStep, TaskInput } from '../../core/routing/index.ts'
import {
  type Queue,
  type RelaxedRequirements,
  relaxRequirements,
  type WorkflowSnapshot,
} from '../../core/workflow/index.ts'
import { ageingClassOf } from './engine-config.ts'
import { overflowStepName } from './overflow-step.ts'
import { ownSkills } from './plain-words.ts'
import type { RoutableTask } from './routable-view.ts'

/** A task that is not over as the engine takes it: with the steps by which its requirements relax. */
export function taskInputOf(task: RoutableTask, workflow: WorkflowSnapshot): TaskInput {
  const queue = workflow.queues.get(task.queue)
  const { state, hold } = task
  const isWaiting = state === 'waiting'
  return {
    taskId: task.taskId,
    version: task.version,
    queueId: task.queue,
    kind: task.kind,
    classId: ageingClassOf(workflow, task),
    enteredAt: task.enteredAt,
    state: isOver(state) ? 'waiting' : state,
    agentId: isWaiting ? null : (hold?.agentId ?? task.agentId),
    units: isWaiting ? 0 : (hold?.units ?? 0),
    requirements: queue === undefined ? [] : stepsOf(queue, task),
    exclusions: Object.entries(task.exclusions).map(([agentId, until]) => ({ agentId, until })),
    preferred: preferredOf(task),
    ...(queue !== undefined && limitsOf(queue, task, workflow)),
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

/** The steps of overflow still to come, and the task's lifetime. What asks for an estimated wait is not the engine's. */
function limitsOf(
  queue: Queue,
  task: RoutableTask,
  workflow: WorkflowSnapshot,
): Pick<TaskInput, 'overflow' | 'maxAgeMs'> {
  const overflow = queue.overflow.flatMap((rule, place): OverflowStep[] => {
    const { on, afterMs, above, to, skipIf } = rule
    const step = overflowStepName(queue.slug, place)
    if (on === 'estimate' || task.overflowed.includes(step)) return []
    const target = skipIf !== null && to.kind === 'queue' ? workflow.queues.get(to.queue) : undefined
    const unlessNobodyIn = target && { queueId: target.slug, requirements: stepsOf(target, task) }
    return [
      {
        step,
        on,
        ...(afterMs !== null && { afterMs }),
        ...(above !== null && { above }),
        ...(unlessNobodyIn && { unlessNobodyIn }),
      },
    ]
  })
  return {
    ...(queue.overflow.length > 0 && { overflow }),
    ...(queue.maxWaitMs !== null && { maxAgeMs: queue.maxWaitMs }),
  }
}

function stepsOf(queue: Queue, task: RoutableTask): RequirementStep[] {
  const widenings = queue.relax.filter((step) => step.alsoMembers !== null).length
  const ages = [0, ...new Set(queue.relax.map((step) => step.afterMs))].toSorted((one, other) => one - other)
  return ages.map((fromAgeMs) => {
    const relaxed = relaxRequirements(queue, task.requirements, fromAgeMs)
    const poolLevel = widenings + 1 - relaxed.alsoMembers.length
    const skills = Object.entries(relaxed.skills).map(([skill, minLevel]) => ({ skill, minLevel }))
    skills.push({ skill: ownSkills.channel(task.channel), minLevel: 1 })
    if (poolLevel > 1) skills.push({ skill: ownSkills.pool(queue.slug), minLevel: poolLevel })
    const { language, others } = languagesOf(relaxed)
    for (const languages of others) skills.push({ skill: ownSkills.anyLanguage(languages), minLevel: 1 })
    return { fromAgeMs, requirements: { skills, language } }
  })
}

/** The engine asks for one language itself; further ones, and one of several, are skills of ours. */
function languagesOf({ languages, anyLanguage }: RelaxedRequirements): {
  language: string | null
  others: (readonly string[])[]
} {
  const [first = null, ...rest] = languages
  if (anyLanguage && rest.length > 0) return { language: null, others: [languages] }
  return { language: first, others: rest.map((language) => [language]) }
}

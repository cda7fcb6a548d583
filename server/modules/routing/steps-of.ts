import { type OverflowStep, overflowStepName, type Queue, targetOf } from '../../core/workflow/index.ts'
import { standingOf } from './standing-of.ts'
import type { Task } from './task.ts'
import { endOfWait } from './task-input.ts'

/** What a queue does with a task that nobody takes. */
export interface RoutingStep {
  readonly kind: 'relax' | 'overflow' | 'expire'
  /** When it happens to a task; null = of a queue as such, or on what else must come to pass. Epoch ms. */
  readonly at: number | null
  /** The age of the task, or for `estimate` the wait it would have to expect. */
  readonly afterMs: number | null
  /** Of an overflow: what must come to pass. */
  readonly on: 'wait' | 'length' | 'estimate' | 'nobody' | 'closed' | null
  /** Waiting tasks, for `length`. */
  readonly above: number | null
  /** A queue, a partner, or one of the words callback, voicemail, message and escalate. */
  readonly to: string | null
  /** Left out while nobody there could take it. */
  readonly isSkippedIfNobody: boolean
  /** Why the task does not take it; null = nothing is known against it. */
  readonly passedOver: 'number_withheld' | null
  /** Of a relaxation: the skills and languages asked for from then on (null = as before, no language = any), and the ring it opens. */
  readonly skills: Readonly<Record<string, number>> | null
  readonly dropSkills: readonly string[]
  readonly languages: readonly string[] | null
  readonly ring: number | null
}

const plain = {
  at: null,
  afterMs: null,
  on: null,
  above: null,
  to: null,
  isSkippedIfNobody: false,
  passedOver: null,
  skills: null,
  dropSkills: [],
  languages: null,
  ring: null,
} as const

/** All steps of a queue: relaxations by age, overflow in the workflow's order, and the end of a task's life. */
export function stepsOf(queue: Queue): RoutingStep[] {
  return [...relaxations(queue), ...queue.overflow.map(overflowOf), ...expiry(queue)]
}

/**
 * The steps that are still to come to a waiting task; those with a time first, the nearest before the others. `caller` is
 * the number it calls from, null when it is no call.
 */
export function stepsAhead(task: Task, caller: string | null, queue: Queue, now: number): RoutingStep[] {
  const { isWithheld } = standingOf(task, caller)
  const overflow = queue.overflow
    .filter((step) => !task.overflowed.includes(overflowStepName(queue.slug, step)))
    .map((step) => ({ ...overflowOf(step), passedOver: passedOver(step, isWithheld) }))
  const timed = [...relaxations(queue), ...overflow, ...expiry(queue)].map((step): RoutingStep => {
    if (step.kind === 'expire') return { ...step, at: endOfWait(task, step.afterMs ?? 0) }
    const byAge = step.kind === 'relax' || step.on === 'wait'
    return byAge && step.afterMs !== null ? { ...step, at: task.enteredAt + step.afterMs } : step
  })
  return timed
    .filter((step) => step.at === null || step.at > now)
    .toSorted((one, other) => (one.at ?? Infinity) - (other.at ?? Infinity) || 0)
}

function passedOver({ to }: OverflowStep, isWithheld: boolean): RoutingStep['passedOver'] {
  return isWithheld && to.kind === 'callback' ? 'number_withheld' : null
}

function relaxations({ relax }: Queue): RoutingStep[] {
  let ring = 1
  return relax.map(({ afterMs, skills, dropSkills, languages, alsoMembers }) => {
    if (alsoMembers !== null) ring += 1
    const opened = alsoMembers === null ? null : ring
    return { ...plain, kind: 'relax', afterMs, skills, dropSkills, languages, ring: opened }
  })
}

function overflowOf(step: OverflowStep): RoutingStep {
  const { on, afterMs, above, skipIf } = step
  return { ...plain, kind: 'overflow', on, afterMs, above, to: targetOf(step), isSkippedIfNobody: skipIf !== null }
}

function expiry({ maxWaitMs }: Queue): RoutingStep[] {
  return maxWaitMs === null ? [] : [{ ...plain, kind: 'expire', afterMs: maxWaitMs }]
}

/** A step as the API writes it. */
export function presentStep({ at, skills, dropSkills, languages, ...step }: RoutingStep) {
  return {
    ...step,
    at: at === null ? null : new Date(at).toISOString(),
    skills: skills === null ? null : { ...skills },
    dropSkills: [...dropSkills],
    languages: languages === null ? null : [...languages],
  }
}

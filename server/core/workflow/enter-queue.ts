import { overflowStepName, type Standing, takeStep } from './overflow-steps.ts'
import { allTerms } from './rollout.ts'
import type { OverflowStep, WorkflowSnapshot } from './snapshot.ts'

/** A step that a task has taken, and what of the queue's state led to it. */
export interface TakenStep {
  readonly name: string
  readonly step: OverflowStep
  readonly from: Standing
  readonly to: Standing
  /** Tasks that would have waited with it, itself included. */
  readonly waiting: number
}

/** What is known of the queues when a task enters one. */
export interface Rooms {
  /** Tasks that wait there now, without the one that enters. */
  readonly waitingIn: (queue: string) => number
  /** Whether a step with `skipIf` is passed over, because nobody there could take the task. */
  readonly isPassedOver: (step: OverflowStep) => boolean
}

export interface Entry {
  /** How the task stands once it waits. */
  readonly standing: Standing
  readonly taken: readonly TakenStep[]
}

/**
 * Where a task comes to wait that enters a queue, by the steps of length on its way: of each queue the first that is due
 * and that it has not taken before. What stays in its queue (a callback, an escalation) may take a further one there;
 * with a partner it is out of the crowd. Ends, for each step is taken once.
 */
export function enterQueue(workflow: WorkflowSnapshot, entering: Standing, rooms: Rooms): Entry {
  const taken: TakenStep[] = []
  let standing = entering
  for (;;) {
    const next = nextStep(workflow, standing, rooms)
    if (next === null) return { standing, taken }
    taken.push(next)
    standing = next.to
  }
}

function nextStep(workflow: WorkflowSnapshot, from: Standing, rooms: Rooms): TakenStep | null {
  const steps = workflow.queues.get(from.queue)?.overflow ?? []
  if (from.partner !== null || !steps.some(isOfLength)) return null
  const waiting = rooms.waitingIn(from.queue) + 1
  for (const step of steps) {
    const name = overflowStepName(from.queue, step)
    if (!isOfLength(step) || waiting <= (step.above ?? 0) || from.overflowed.includes(name)) continue
    const to = takeStep(workflow, from, { name, step })
    if (to !== null && !rooms.isPassedOver(step)) return { name, step, from, to, waiting }
  }
  return null
}

/**
 * The queues whose length may be asked for when a task enters one of these, in a fixed order: those with a step of
 * length, by whichever terms a task may wait, and those that such steps lead to. None = nothing is to be counted.
 */
export function queuesToCount(workflow: WorkflowSnapshot, entered: Iterable<string>): readonly string[] {
  const counted = new Set<string>()
  const look = (slug: string): void => {
    const ways = allTerms(workflow).flatMap(({ queues }) => queues.get(slug) ?? [])
    if (counted.has(slug) || !ways.some(({ overflow }) => overflow.some(isOfLength))) return
    counted.add(slug)
    for (const { overflow, messageQueue } of ways) {
      for (const { to } of overflow.filter(isOfLength)) {
        if (to.kind === 'queue') look(to.queue)
        if (to.kind === 'message' || to.kind === 'voicemail') look(messageQueue ?? workflow.messageQueue ?? slug)
      }
    }
  }
  for (const slug of entered) look(slug)
  return [...counted].toSorted()
}

function isOfLength({ on }: OverflowStep): boolean {
  return on === 'length'
}

import type { RolloutTripwire } from './judge-rollout.ts'
import type { WorkflowSnapshot } from './snapshot.ts'

/** A change of the queues' terms that only a share of the tasks waits by, until the others follow. */
export interface Rollout {
  /** The version whose queues all other tasks wait by. */
  readonly from: number
  /** Percent of the tasks, 1 to 99. */
  readonly share: number
  readonly tripwires: readonly RolloutTripwire[]
  /** This very workflow with the queues of that version. */
  readonly before: WorkflowSnapshot
}

/** The multiplier spreads ids that follow one another, and keeps the product of two 32-bit numbers within 63 bits for SQL. */
export const rolloutMultiplier = 1_640_531_527
const range = 2 ** 32

/** How many of the 2^32 places a share takes, from the first on: a larger share keeps the tasks of a smaller one. */
export function placesOfShare(share: number): number {
  return Math.floor((share / 100) * range)
}

/** Whether a task is in the share (percent): by nothing but its id, of whose UUID the last 32 bits are random. */
export function isRolledOut(taskId: string, share: number): boolean {
  const place = Math.imul(Number.parseInt(taskId.slice(-8), 16), rolloutMultiplier) >>> 0
  return place < placesOfShare(share)
}

/** The workflow by whose queues a task waits: the one in force, or outside the share of a roll-out the one before. */
export function termsOf(workflow: WorkflowSnapshot, taskId: string): WorkflowSnapshot {
  const { rollout } = workflow
  return rollout === null || isRolledOut(taskId, rollout.share) ? workflow : rollout.before
}

/** Every workflow that some task waits by. */
export function allTerms(workflow: WorkflowSnapshot): readonly WorkflowSnapshot[] {
  return workflow.rollout === null ? [workflow] : [workflow, workflow.rollout.before]
}

import type { OverflowStep, WorkflowSnapshot } from './snapshot.ts'
import type { TaskKind } from './task-kind.ts'

/** What overflow may change of a task. */
export interface Standing {
  readonly queue: string
  readonly kind: TaskKind
  /** Offered to this partner only; null = to whoever belongs to the queue. */
  readonly partner: string | null
  /** It is a call from a number nobody could dial. */
  readonly isWithheld: boolean
  /** Steps it has taken, by name. */
  readonly overflowed: readonly string[]
}

type Target = OverflowStep['to']
type TargetKind = Target['kind']

/** Where a target leads; null = it leads such a task nowhere, so the step is none for it. */
type Road<Kind extends TargetKind> = (
  standing: Standing,
  to: Target & { readonly kind: Kind },
  workflow: WorkflowSnapshot,
) => Standing | null

/** Whether somebody asked to be called, and was promised it; a queue that was too long has asked nobody. */
function isAskedFor({ kind, overflowed }: Standing): boolean {
  return kind === 'callback' && !overflowed.some((name) => name.endsWith('/callback'))
}

/** A message is worked like any ticket, in the queue that is named for messages, else where it waited. */
const leaveMessage: Road<'message' | 'voicemail'> = (standing, _to, { queues, messageQueue }) => {
  if (standing.kind === 'case' || isAskedFor(standing)) return null
  const queue = queues.get(standing.queue)?.messageQueue ?? messageQueue ?? standing.queue
  const isOne = standing.kind === 'ticket' && queue === standing.queue
  return isOne ? null : { ...standing, kind: 'ticket', queue, partner: null }
}

/** By target: how a task stands that has taken such a step. */
const roads: { readonly [Kind in TargetKind]: Road<Kind> } = {
  queue: (standing, { queue }) => (queue === standing.queue ? null : { ...standing, queue, partner: null }),
  // A case is reviewed inside the house.
  partner: (standing, { partner }) =>
    standing.kind === 'case' || standing.partner === partner ? null : { ...standing, partner },
  // Only who holds the line can be called back, at a number that can be dialled.
  callback: (standing) => (standing.kind === 'call' && !standing.isWithheld ? { ...standing, kind: 'callback' } : null),
  message: leaveMessage,
  voicemail: leaveMessage,
  escalate: (standing) => standing,
}

/** How the task stands after the step, or null when the step is none for it. */
export function takeStep(
  workflow: WorkflowSnapshot,
  standing: Standing,
  { name, step }: { name: string; step: OverflowStep },
): Standing | null {
  // Each road takes the target of its own kind.
  const road = roads[step.to.kind] as Road<TargetKind>
  const after = road(standing, step.to, workflow)
  return after === null ? null : { ...after, overflowed: [...standing.overflowed, name] }
}

/**
 * What a task remembers of a step it has taken: its queue, condition and target. Its place would be another one's as soon
 * as a new version of the workflow puts a step before it.
 */
export function overflowStepName(queue: string, step: OverflowStep): string {
  const target = step.to.kind === 'partner' ? `partner:${step.to.partner}` : targetOf(step)
  return [queue, conditionOf(step), target].join('/')
}

function conditionOf({ on, afterMs, above }: OverflowStep): string {
  switch (on) {
    case 'wait':
      return `after-${(afterMs ?? 0) / 1_000}s`
    case 'estimate':
      return `estimate-${(afterMs ?? 0) / 1_000}s`
    case 'length':
      return `above-${above ?? 0}`
    case 'nobody':
    case 'closed':
      return on
  }
}

/** The step of a name, or null when the workflow has none such. */
export function overflowStepOf(workflow: WorkflowSnapshot, name: string): OverflowStep | null {
  const [queue = ''] = name.split('/', 1)
  const steps = workflow.queues.get(queue)?.overflow ?? []
  return steps.find((step) => overflowStepName(queue, step) === name) ?? null
}

/** The word or slug of where a step leads, as the workflow writes it. */
export function targetOf({ to }: OverflowStep): string {
  if (to.kind === 'queue') return to.queue
  return to.kind === 'partner' ? to.partner : to.kind
}

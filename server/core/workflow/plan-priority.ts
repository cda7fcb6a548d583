import type { Priority } from './priority.ts'
import type { WorkflowSnapshot } from './snapshot.ts'

/** How much is hurt, or how soon it matters. */
export type WeightWord = 'high' | 'normal' | 'low'

/** What a priority is computed from; null = nobody has said. */
export interface Weight {
  readonly impact: WeightWord | null
  readonly urgency: WeightWord | null
}

/** A priority, what it would be computed from, and why it is another one; null = it is no override that lasts. */
export interface WeighedPriority extends Weight {
  readonly priority: Priority
  readonly priorityReason: string | null
}

/** The priority that the workflow's matrix gives; null without both, or without a matrix. */
export function computedPriority(
  { matrix }: Pick<WorkflowSnapshot, 'matrix'>,
  weight: { readonly [K in keyof Weight]: string | null },
): Priority | null {
  return matrix.get(`${weight.impact}/${weight.urgency}`) ?? null
}

/**
 * What a change makes of a priority. One that is named stands, and with a reason it outlasts later changes of impact and
 * urgency; any other is computed anew when these change, or when the reason is taken back.
 */
export function planPriority(
  snapshot: Pick<WorkflowSnapshot, 'matrix'>,
  ticket: WeighedPriority,
  change: { readonly [K in keyof WeighedPriority]?: WeighedPriority[K] | undefined },
): Pick<WeighedPriority, 'priority' | 'priorityReason'> {
  if (change.priority !== undefined) return { priority: change.priority, priorityReason: change.priorityReason ?? null }
  const { impact = ticket.impact, urgency = ticket.urgency, priorityReason = ticket.priorityReason } = change
  const isWeighedAnew =
    impact !== ticket.impact || urgency !== ticket.urgency || priorityReason !== ticket.priorityReason
  if (!isWeighedAnew || priorityReason !== null) return { priority: ticket.priority, priorityReason }
  return { priority: computedPriority(snapshot, { impact, urgency }) ?? ticket.priority, priorityReason }
}

import type { StatusCategory } from '../../core/lifecycle/index.ts'

/** One ticket that goes on in another; `before` is what undoing it gives back. */
export interface Merge {
  readonly id: string
  readonly sourceId: string
  readonly targetId: string
  readonly reason: string | null
  readonly before: BeforeMerge
  readonly mergedAt: number
}

/** The source as it was: its status, and the task that was given up. Instants in epoch ms. */
export interface BeforeMerge {
  readonly status: string
  readonly statusCategory: StatusCategory
  readonly returnsTo: string | null
  readonly closedAt: number | null
  readonly taskId: string | null
}

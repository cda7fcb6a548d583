import type { Answer, CriterionScore } from '../../core/quality/index.ts'
import type { Actor } from '../events/index.ts'

/** One reviewer's verdict on one ticket. */
export interface Review {
  readonly id: string
  readonly version: number
  readonly ticketId: string
  readonly ticketNumber: number
  readonly agent: { readonly id: string; readonly name: string } | null
  readonly scorecard: string
  readonly workflowVersion: number
  readonly reviewedBy: Actor
  /** Null when they are gone. */
  readonly reviewerName: string | null
  readonly answers: readonly Answer[]
  readonly score: number | null
  readonly points: readonly CriterionScore[]
  readonly missed: readonly string[]
  readonly note: string | null
  /** Epoch ms. */
  readonly createdAt: number
}

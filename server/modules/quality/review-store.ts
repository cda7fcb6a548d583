import type { Answer, ReviewScore } from '../../core/quality/index.ts'
import { sql } from '../../database/query.ts'
import type { Tx } from '../../platform/context.ts'
import type { Actor } from '../events/index.ts'

export interface NewReview {
  readonly id: string
  readonly ticketId: string
  readonly agentId: string | null
  readonly scorecard: string
  readonly workflowVersion: number
  readonly reviewedBy: Actor
  readonly answers: readonly Answer[]
  readonly score: ReviewScore
  readonly note: string | null
  readonly at: number
}

/** Adds a review; false when its reviewer has given the ticket one by this scorecard. */
export async function insertReview(tx: Tx, workspaceId: string, review: NewReview): Promise<boolean> {
  const { id, ticketId, agentId, scorecard, workflowVersion, reviewedBy, answers, score, note } = review
  const added = await tx.count(sql`
    insert into qa_reviews (workspace_id, id, ticket_id, agent_id, scorecard, workflow_version, reviewed_by,
      reviewer_key, answers, score, points, missed, note, created_at)
    values (${workspaceId}, ${id}, ${ticketId}, ${agentId}, ${scorecard}, ${workflowVersion},
      ${JSON.stringify(reviewedBy)}, ${`${reviewedBy.kind}:${reviewedBy.id}`}, ${JSON.stringify(answers)},
      ${score.score}, ${JSON.stringify(score.byCriterion)}, ${[...score.missed]}::text[], ${note},
      ${new Date(review.at)})
    on conflict on constraint one_review_by_reviewer do nothing`)
  return added === 1
}

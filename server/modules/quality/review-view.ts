import { sql } from '../../database/query.ts'
import type { Tx } from '../../platform/context.ts'
import type { Review } from './review.ts'

const shown = sql`
  select review.id, review.version, review.ticket_id as "ticketId", ticket.number as "ticketNumber",
    case when agent.id is not null then jsonb_build_object('id', agent.id, 'name', agent.name) end as agent,
    review.scorecard, review.workflow_version as "workflowVersion", review.reviewed_by as "reviewedBy",
    coalesce(reviewer.name, token.name, reviewer_user.name) as "reviewerName",
    review.answers, review.score, review.points, review.missed, review.note, review.created_at as "createdAt"
  from qa_reviews as review
  join tickets as ticket on ticket.workspace_id = review.workspace_id and ticket.id = review.ticket_id
  left join agents as agent on agent.workspace_id = review.workspace_id and agent.id = review.agent_id
  left join agents as reviewer
    on review.reviewed_by ->> 'kind' = 'agent' and reviewer.workspace_id = review.workspace_id
      and reviewer.id = (review.reviewed_by ->> 'id')::uuid
  left join service_tokens as token
    on review.reviewed_by ->> 'kind' = 'token' and token.workspace_id = review.workspace_id
      and token.id = (review.reviewed_by ->> 'id')::uuid
  left join members as member
    on review.reviewed_by ->> 'kind' = 'member' and member.workspace_id = review.workspace_id
      and member.id = (review.reviewed_by ->> 'id')::uuid
  left join users as reviewer_user on reviewer_user.id = member.user_id`

/** One review, or null. */
export function findReview(tx: Tx, workspaceId: string, reviewId: string): Promise<Review | null> {
  return tx.first(sql<Review>`${shown} where review.workspace_id = ${workspaceId} and review.id = ${reviewId}`)
}

/** What reviews are asked for, and where they may lie; null = any. */
export interface ReviewFilter {
  readonly ticketId: string | null
  readonly agentId: string | null
  readonly scorecard: string | null
  readonly channels: readonly string[] | null
  readonly queues: readonly string[] | null
}

/** A page of reviews, newest first; `before` is the last id of the page before. */
export function listReviewRows(
  tx: Tx,
  workspaceId: string,
  page: { filter: ReviewFilter; before: string | null; limit: number },
): Promise<Review[]> {
  const { ticketId, agentId, scorecard, channels, queues } = page.filter
  return tx.rows(sql<Review>`
    ${shown}
    where review.workspace_id = ${workspaceId}
      and (${ticketId}::uuid is null or review.ticket_id = ${ticketId}::uuid)
      and (${agentId}::uuid is null or review.agent_id = ${agentId}::uuid)
      and (${scorecard}::text is null or review.scorecard = ${scorecard}::text)
      and (${channels}::text[] is null or ticket.channel = any(${channels}::text[]))
      and (${queues}::text[] is null or ticket.queue = any(${queues}::text[]))
      and (${page.before}::uuid is null or review.id < ${page.before}::uuid)
    order by review.id desc
    limit ${page.limit}`)
}

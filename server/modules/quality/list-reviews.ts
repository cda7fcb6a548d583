import type { Scorecard } from '../../core/quality/index.ts'
import type { Context } from '../../platform/context.ts'
import { scopeLists } from '../../platform/principal.ts'
import { requirePermission } from '../access/index.ts'
import { publishedWorkflow } from '../workflow/index.ts'
import type { Review } from './review.ts'
import { listReviewRows, type ReviewFilter } from './review-view.ts'

/** A page of reviews of tickets the caller may see, newest first. */
export async function listReviews(
  context: Context,
  input: Omit<ReviewFilter, 'channels' | 'queues'> & { before: string | null; limit: number },
): Promise<Review[]> {
  requirePermission(context, 'qa:read')
  const { before, limit, ...asked } = input
  const filter = { ...asked, ...scopeLists(context.principal.scope) }
  return context.read((tx) => listReviewRows(tx, context.workspace.id, { filter, before, limit }))
}

/** The scorecards of the workflow in force. */
export async function listScorecards(context: Context): Promise<Scorecard[]> {
  requirePermission(context, 'qa:read')
  return [...((await publishedWorkflow(context))?.scorecards.values() ?? [])]
}

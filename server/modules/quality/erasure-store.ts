import { sql } from '../../database/query.ts'
import type { Tx } from '../../platform/context.ts'

/** Blanks what reviewers wrote about these tickets; ratings and scores stay. Gives the reviews' ids. */
export async function blankReviews(tx: Tx, workspaceId: string, ticketIds: readonly string[]): Promise<string[]> {
  const rows = await tx.rows(sql<{ id: string }>`
    update qa_reviews as review
    set note = null,
      answers = coalesce((
        select jsonb_agg(each.answer || '{"note": null}'::jsonb order by each.place)
        from jsonb_array_elements(review.answers) with ordinality as each (answer, place)), '[]')
    where review.workspace_id = ${workspaceId} and review.ticket_id = any(${ticketIds}::uuid[])
    returning review.id`)
  return rows.map((row) => row.id)
}

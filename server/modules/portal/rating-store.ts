import { sql } from '../../database/query.ts'
import type { Tx } from '../../platform/context.ts'

/** Keeps how a request was for its customer; the last word stands. */
export async function saveRating(
  tx: Tx,
  workspaceId: string,
  rating: { ticketId: string; score: number; comment: string | null; at: number },
): Promise<void> {
  const { ticketId, score, comment, at } = rating
  await tx.count(sql`
    insert into ticket_ratings (workspace_id, ticket_id, score, comment, rated_at)
    values (${workspaceId}, ${ticketId}, ${score}, ${comment}, ${new Date(at)})
    on conflict (workspace_id, ticket_id) do update
    set score = excluded.score, comment = excluded.comment, rated_at = excluded.rated_at`)
}

import { sql } from '../../database/query.ts'
import type { Tx } from '../../platform/context.ts'

export type RatedCategory = 'Order' | 'Agent' | 'Support'

interface NewRating {
  readonly id: string
  readonly category: RatedCategory
  readonly subjectId: string
  readonly value: string
  /** Whose message brings it. */
  readonly senderId: string
  readonly messageId: string
  readonly at: number
}

/** Keeps a rating; false when this message of its sender has brought one of the same thing before. */
export async function insertRating(tx: Tx, workspaceId: string, rating: NewRating): Promise<boolean> {
  const inserted = await tx.count(sql`
    insert into ratings (workspace_id, id, category, subject_id, value, sender_id, message_id, rated_at)
    values (${workspaceId}, ${rating.id}, ${rating.category}, ${rating.subjectId}, ${rating.value}::numeric,
      ${rating.senderId}, ${rating.messageId}, ${new Date(rating.at)})
    on conflict (workspace_id, category, subject_id, sender_id, message_id) do nothing`)
  return inserted === 1
}

/** Total over count, to two places without needless zeros. The thing's own row is locked, so that no rating is missed. */
export async function averageOf(
  tx: Tx,
  workspaceId: string,
  { category, subjectId }: { category: RatedCategory; subjectId: string },
): Promise<{ average: string; count: number }> {
  const found = await tx.first(sql<{ average: string; count: number }>`
    select trim_scale(round(avg(ratings.value), 2))::text as average, count(*)::integer as count
    from ratings
    where ratings.workspace_id = ${workspaceId}
      and ratings.category = ${category}
      and ratings.subject_id = ${subjectId}`)
  if (found === null) throw new Error('A rating that was written is gone.')
  return found
}

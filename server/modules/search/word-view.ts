import type { KnownWord } from '../../core/search/index.ts'
import { sql } from '../../database/query.ts'
import type { Tx } from '../../platform/context.ts'

/** The workspace's words that are spelt like one, the likest first. */
export function findLikeWords(tx: Tx, written: string, limit: number): Promise<KnownWord[]> {
  return tx.rows(sql<KnownWord>`
    select known.word, known.documents
    from find_like_words(${written}, ${limit}::integer) as known`)
}

/** In how many documents the rarest of these words was seen; 0 for one that never was. */
export async function findFewestDocuments(tx: Tx, workspaceId: string, words: readonly string[]): Promise<number> {
  const row = await tx.first(sql<{ fewest: number }>`
    select min(coalesce(known.documents, 0)) as fewest
    from unnest(${words}::text[]) as wanted (word)
    left join search_words as known on known.workspace_id = ${workspaceId} and known.word = wanted.word`)
  return row?.fewest ?? 0
}

import type { KnownWord } from '../../core/search/index.ts'
import { sql } from '../../database/query.ts'
import type { Tx } from '../../platform/context.ts'

/** The workspace's words that are spelt like one, the likest first. */
export function findLikeWords(tx: Tx, written: string, limit: number): Promise<KnownWord[]> {
  return tx.rows(sql<KnownWord>`
    select known.word, known.documents
    from find_like_words(${written}, ${limit}::integer) as known`)
}

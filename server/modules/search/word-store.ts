import { sql } from '../../database/query.ts'
import type { Tx } from '../../platform/context.ts'

/** Forgets all words, before a rebuild counts them again. */
export async function forgetWords(tx: Tx, workspaceId: string): Promise<void> {
  await tx.count(sql`
    delete from search_words
    where search_words.workspace_id = ${workspaceId}`)
}

/** Forgets those of these words that no document says any more; gives how many. */
export function forgetUnsaid(tx: Tx, workspaceId: string, words: readonly string[]): Promise<number> {
  return tx.count(sql`
    with known as materialized (
      select array(
        select one.word
        from search_words as one
        where one.workspace_id = ${workspaceId} and one.word = any(${words}::text[])) as words)
    delete from search_words
    where search_words.workspace_id = ${workspaceId}
      and search_words.word in (select find_unsaid_words(known.words) from known)`)
}

/**
 * The next words to be gone through, in the order of the alphabet; none when it has ended, and the round begins anew.
 * Whoever takes them has the workspace's cursor until the transaction ends: no document is built meanwhile. Null while
 * another process builds some.
 */
export async function takeWords(tx: Tx, workspaceId: string, limit: number): Promise<string[] | null> {
  const place = await tx.first(sql<{ checked: string }>`
    select place.words_checked as checked
    from search_cursors as place
    where place.workspace_id = ${workspaceId}
    for update skip locked`)
  if (place === null) return null
  const rows = await tx.rows(sql<{ word: string }>`
    select known.word
    from search_words as known
    where known.workspace_id = ${workspaceId} and known.word > ${place.checked}
    order by known.word
    limit ${limit}`)
  const words = rows.map(({ word }) => word)
  await tx.count(sql`
    update search_cursors as place
    set words_checked = ${words.length < limit ? '' : (words.at(-1) ?? '')}
    where place.workspace_id = ${workspaceId}`)
  return words
}

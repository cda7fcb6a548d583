import { sql } from '../../database/query.ts'
import { chunk } from '../../platform/chunk.ts'
import type { Tx } from '../../platform/context.ts'

const namesAtOnce = 100
const leastLetters = 4

/**
 * Takes the names, addresses and ids of somebody out of the searches that are saved, and out of what those are called; a
 * search for one of them finds nothing from then on. A single plain word is left: it says nobody, and might be a word of
 * the search itself. Gives how many were changed.
 */
export async function blankViews(tx: Tx, workspaceId: string, names: readonly string[]): Promise<number> {
  const telling = [...new Set(names)].filter((name) => name.length >= leastLetters && !/^\p{L}+$/u.test(name))
  let changed = 0
  for (const some of chunk(telling, namesAtOnce)) {
    const pattern = `(?<![[:alnum:]])(?:${some.map(literally).join('|')})(?![[:alnum:]])`
    changed += await tx.count(sql`
      update saved_views as saved
      set q = regexp_replace(saved.q, ${pattern}, 'erased', 'gi'),
        name = regexp_replace(saved.name, ${pattern}, 'erased', 'gi'),
        updated_at = now(), version = saved.version + 1
      where saved.workspace_id = ${workspaceId} and (saved.q ~* ${pattern} or saved.name ~* ${pattern})`)
  }
  return changed
}

/** A text as a pattern that is that text alone. */
function literally(text: string): string {
  return text.replaceAll(/[!-/:-@[-`{-~]/gu, String.raw`\$&`)
}

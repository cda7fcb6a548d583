import type { QueryTerm } from '../../core/filters/index.ts'
import { type Correction, plainWord, respell, togetherWords, wordsToRespell } from '../../core/search/index.ts'
import type { Context, Tx } from '../../platform/context.ts'
import { findFewestDocuments, findLikeWords } from './word-view.ts'

const likeWords = 50
/** More slips than this in one search are another language. */
const mostWords = 4

/** What the words of a search may have been meant to be, of the words that the workspace's documents have. */
export async function findCorrections(tx: Tx, terms: readonly QueryTerm[]): Promise<Correction[]> {
  const corrections: Correction[] = []
  for (const written of wordsToRespell(terms).slice(0, mostWords)) {
    const correction = respell(written, await findLikeWords(tx, plainWord(written), likeWords))
    if (correction !== null) corrections.push(correction)
  }
  return corrections
}

/** Words that are each in more documents than this are frequent. */
const frequent = 5_000

/** Whether a search asks for several words together all of which are frequent. */
export async function areAllFrequent(tx: Tx, context: Context, terms: readonly QueryTerm[]): Promise<boolean> {
  const words = togetherWords(terms)
  return words.length > 1 && (await findFewestDocuments(tx, context.workspace.id, words)) > frequent
}

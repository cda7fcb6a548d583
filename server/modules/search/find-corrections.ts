import type { QueryTerm } from '../../core/filters/index.ts'
import { type Correction, plainWord, respell, wordsToRespell } from '../../core/search/index.ts'
import type { Tx } from '../../platform/context.ts'
import { findLikeWords } from './word-view.ts'

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

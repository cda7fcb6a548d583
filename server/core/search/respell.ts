import type { QueryTerm } from '../filters/index.ts'
import { withoutAccents } from './word-forms.ts'

/** A word of the workspace's documents, and how many were seen with it. */
export interface KnownWord {
  readonly word: string
  readonly documents: number
}

/** Words that were also looked for in place of one that hardly any document has. */
export interface Correction {
  readonly written: string
  readonly words: readonly string[]
}

const shortest = 4
const wordsAtMost = 3
/** A word this much more frequent is what a rare one nearly like it was meant to be. */
const muchMore = 5

/** The words of a search that may be slips: single words of letters, long enough for one letter to be wrong. */
export function wordsToRespell(terms: readonly QueryTerm[]): string[] {
  return terms.flatMap((term) =>
    term.kind === 'text' && !term.isNegated && !term.isPhrase && /^\p{L}+$/u.test(term.text) && isLong(term.text)
      ? [term.text]
      : [],
  )
}

function isLong(word: string): boolean {
  return Array.from(word).length >= shortest
}

/**
 * What a word may have been meant to be, of words that are spelt like it: the nearest ones, at most one slip in a short
 * word and two in a long one; null when nothing is near. A word that is known is only respelt into far more frequent ones.
 */
export function respell(written: string, likely: readonly KnownWord[]): Correction | null {
  const plain = withoutAccents(written)
  const own = likely.find(({ word }) => word === plain)?.documents ?? 0
  const most = Array.from(plain).length < 6 ? 1 : 2
  const near = likely
    .map((known) => ({ ...known, slips: slipsBetween(plain, known.word) }))
    .filter(({ slips, documents }) => slips > 0 && slips <= most && documents >= own * muchMore)
  const fewest = Math.min(...near.map(({ slips }) => slips))
  const words = near
    .filter(({ slips }) => slips === fewest)
    .toSorted((a, b) => b.documents - a.documents)
    .slice(0, wordsAtMost)
    .map(({ word }) => word)
  return words.length === 0 ? null : { written, words }
}

/** Letters to put in, leave out, change or swap with their neighbour, to make one word of the other. */
export function slipsBetween(one: string, other: string): number {
  const [a, b] = [Array.from(one), Array.from(other)]
  let before: number[] = []
  let last = Array.from({ length: b.length + 1 }, (_, column) => column)
  for (let row = 1; row <= a.length; row++) {
    const next = [row]
    for (let column = 1; column <= b.length; column++) {
      const isSame = a[row - 1] === b[column - 1]
      const isSwapped = row > 1 && column > 1 && a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1]
      const changed = at(last, column - 1) + (isSame ? 0 : 1)
      const swapped = isSwapped ? at(before, column - 2) + 1 : Infinity
      next.push(Math.min(at(last, column) + 1, at(next, column - 1) + 1, changed, swapped))
    }
    before = last
    last = next
  }
  return at(last, b.length)
}

function at(row: readonly number[], column: number): number {
  return row[column] ?? Infinity
}

import { wordsOf } from '../similarity/index.ts'

/** The words of a text, ready to be asked for others like them. */
export interface SaidWords {
  /** Whether the word is said, whatever its ending, case and accents. */
  has(word: string): boolean
}

/** Shorter words are the same only letter by letter. */
const shortestStem = 4
/** Two words may both have endings of their own where this much of them is the same. */
const shortestSharedStem = 5
/** So many letters more than its ending a stem has at least. */
const stemAboveEnding = 3
const longestEnding = 3

/** Reads what was said. Words are compared as `wordsOf` gives them. */
export function saidWords(text: string): SaidWords {
  const words = wordsOf(text)
  const byStem = Map.groupBy(words, stemOf)
  return {
    has: (word) => words.has(word) || (byStem.get(stemOf(word))?.some((said) => isSameWord(said, word)) ?? false),
  }
}

/** Words that are alike begin alike, so that only few need be compared. */
function stemOf(word: string): string {
  return word.slice(0, shortestStem)
}

/** `deposit`, `deposits` and `deposited`; not `sala` and `salary`, nor `sign` and `signature`. */
function isSameWord(one: string, other: string): boolean {
  let stem = 0
  while (stem < one.length && one[stem] === other[stem]) stem++
  const isWhole = stem === Math.min(one.length, other.length)
  const ending = Math.max(one.length, other.length) - stem
  return (
    stem >= (isWhole ? shortestStem : shortestSharedStem) && ending <= Math.min(longestEnding, stem - stemAboveEnding)
  )
}

/** How alike two short texts are: 0 = nothing in common, 1 = the same words; and the words both have. */
export interface TextLikeness {
  readonly score: number
  readonly sharedWords: readonly string[]
}

/**
 * Compares two summaries by their words and by the trigrams of these, half and half: whole words tell what it is about,
 * trigrams forgive endings and slips. Case, accents, marks and the order of words do not count.
 */
export function compareTexts(one: string, other: string): TextLikeness {
  const [read, otherRead] = [readText(one), readText(other)]
  const sharedWords = [...read.words].filter((word) => otherRead.words.has(word)).toSorted()
  return { score: scoreOf(read, otherRead), sharedWords }
}

/** A text taken apart, for one that is compared with many. */
export interface ReadText {
  readonly words: ReadonlySet<string>
  readonly trigrams: ReadonlySet<string>
}

export function readText(text: string): ReadText {
  const words = wordsOf(text)
  return { words, trigrams: trigramsOf(words) }
}

/** The score of `compareTexts`. */
export function scoreOf(one: ReadText, other: ReadText): number {
  const byWords = dice(one.words, other.words)
  const byTrigrams = dice(one.trigrams, other.trigrams)
  return Math.round(((byWords + byTrigrams) / 2) * 100) / 100
}

/** The words of a text without case, accents and marks. */
export function wordsOf(text: string): ReadonlySet<string> {
  const plain = text.normalize('NFKD').replaceAll(/\p{M}/gu, '').toLowerCase()
  return new Set(plain.match(/[\p{L}\p{N}]+/gu) ?? [])
}

/** Of each word with a blank at either end, so that beginnings and ends weigh in and short words have some. */
function trigramsOf(words: ReadonlySet<string>): ReadonlySet<string> {
  const trigrams = new Set<string>()
  for (const word of words) {
    const letters = Array.from(` ${word} `)
    for (let at = 0; at + 2 < letters.length; at++) trigrams.add(letters.slice(at, at + 3).join(''))
  }
  return trigrams
}

/** Twice what both have, of all that each has. */
function dice(one: ReadonlySet<string>, other: ReadonlySet<string>): number {
  const all = one.size + other.size
  return all === 0 ? 0 : (2 * one.intersection(other).size) / all
}

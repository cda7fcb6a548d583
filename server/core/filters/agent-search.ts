import { parseRating } from './parse-rating.ts'
import { meetsRating, type RatingExpression } from './rating-expression.ts'

/** Who is looked for: somebody of a name, with a rating, who speaks languages and has skills. */
export interface AgentSearch {
  readonly name: string | null
  /** A rating expression that `parseRating` reads. */
  readonly rating: string | null
  /** BCP 47; all of them. */
  readonly languages: readonly string[]
  /** All of them, whatever their level; left out by searches from before they were kept. */
  readonly skills?: readonly string[]
}

/** Whether a name is meant by what was searched: each word of it begins a word of the name, case and accents aside. */
export function isCalled(name: string, searched: string): boolean {
  const own = wordsOf(name)
  return wordsOf(searched).every((word) => own.some((one) => one.startsWith(word)))
}

function wordsOf(text: string): string[] {
  return text
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '')
}

const mostKept = 1_000
const kept = new Map<string, RatingExpression | null>()

/** Whether a rating meets an expression in its text form; a text that is none is met by nobody. */
export function meetsRatingText(text: string, rating: string | null): boolean {
  let expression = kept.get(text)
  if (expression === undefined) {
    const parsed = parseRating(text)
    expression = parsed.ok ? parsed.expression : null
    if (kept.size >= mostKept) kept.clear()
    kept.set(text, expression)
  }
  return expression !== null && meetsRating(expression, rating)
}

import { chooseFacts, countOne, type FactQuestion, type Facts } from './chosen-facts.ts'
import { type FactWord, factWords } from './fact-chunk.ts'

/** Numbers of tickets by each of several properties. */
export function countFactsBy<Word extends FactWord>(
  facts: Facts,
  question: FactQuestion,
  by: readonly Word[],
): Map<Word, Map<string | null, number>> {
  const columns = by.map((word) => factWords.indexOf(word))
  const counts = columns.map((column) => new Uint32Array(facts.books[column]?.words.length ?? 0))
  for (const { chunk, places } of chooseFacts(facts, question)) {
    for (const [index, column] of columns.entries()) {
      const own = counts[index] as Uint32Array
      const words = chunk.words[column] as Uint32Array
      for (let at = 0; at < places.length; at++) countOne(own, words[places[at] as number] as number)
    }
  }
  return new Map(
    by.map((word, index) => {
      const { words = [] } = facts.books[columns[index] ?? 0] ?? {}
      const own = [...(counts[index] ?? [])].map((n, place) => [words[place] ?? null, n] as const)
      return [word, new Map(own.filter(([, n]) => n > 0))]
    }),
  )
}

const dayMs = 86_400_000

/** Numbers of tickets by day (UTC), of which there is one; a day is its number since 1970. */
export function countFactsByDay(facts: Facts, question: FactQuestion): Map<number, number> {
  const first = Math.floor(question.from / dayMs)
  const counts = new Uint32Array(Math.max(0, Math.ceil(question.to / dayMs) - first))
  for (const { chunk, places } of chooseFacts(facts, question)) {
    for (let at = 0; at < places.length; at++) {
      countOne(counts, Math.floor((chunk.at[places[at] as number] as number) / dayMs) - first)
    }
  }
  const days = [...counts].map((n, day) => [first + day, n] as const)
  return new Map(days.filter(([, n]) => n > 0))
}

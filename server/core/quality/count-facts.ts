import { chooseFacts, countOne, type FactQuestion, type Facts, type Slices } from './chosen-facts.ts'
import { type FactWord, factWords } from './fact-chunk.ts'

/** Numbers of tickets. */
export interface FactCounts<Word extends FactWord> {
  readonly by: ReadonlyMap<Word, ReadonlyMap<string | null, number>>
  /** Of the days (UTC, numbered since 1970) that have one. */
  readonly byDay: ReadonlyMap<number, number>
}

const dayMs = 86_400_000

/** Counts tickets by each of several properties, and by day. */
export function* countFacts<Word extends FactWord>(
  facts: Facts,
  question: FactQuestion,
  by: readonly Word[],
): Slices<FactCounts<Word>> {
  const columns = by.map((word) => {
    const column = factWords.indexOf(word)
    return { word, column, counts: new Uint32Array(facts.books[column]?.words.length ?? 0) }
  })
  const first = Math.floor(question.from / dayMs)
  const days = new Uint32Array(Math.max(0, Math.ceil(question.to / dayMs) - first))
  for (const { chunk, places, rows } of chooseFacts(facts, question)) {
    for (const { column, counts } of columns) countWords(counts, chunk.words[column] as Uint32Array, places)
    countDays(days, { at: chunk.at, first }, places)
    yield rows
  }
  return {
    by: new Map(
      columns.map(({ word, column, counts }) => {
        const { words = [] } = facts.books[column] ?? {}
        return [word, new Map(present(counts).map(([place, n]) => [words[place] ?? null, n]))]
      }),
    ),
    byDay: new Map(present(days).map(([day, n]) => [first + day, n])),
  }
}

function countWords(counts: Uint32Array, words: Uint32Array, places: Uint32Array): void {
  for (let index = 0; index < places.length; index++) countOne(counts, words[places[index] as number] as number)
}

function countDays(days: Uint32Array, { at, first }: { at: Float64Array; first: number }, places: Uint32Array): void {
  for (let index = 0; index < places.length; index++)
    countOne(days, Math.floor((at[places[index] as number] as number) / dayMs) - first)
}

/** The places that have a count, with it. */
function present(counts: Uint32Array): (readonly [number, number])[] {
  return [...counts.entries()].filter(([, n]) => n > 0)
}

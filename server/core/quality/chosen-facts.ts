import { type FactChunk, type FactWord, factWords, isThere, type WordBook } from './fact-chunk.ts'

/** Which tickets count; null = any. Instants `from <= t < to` in epoch ms. */
export interface FactQuestion {
  readonly from: number
  readonly to: number
  readonly only: Readonly<Partial<Record<FactWord, readonly string[] | null>>>
}

/** Tickets of one time: the chunks that may hold them, and the words these name by number. */
export interface Facts {
  readonly chunks: readonly FactChunk[]
  readonly books: readonly WordBook[]
}

/**
 * The places in each chunk of the tickets that count, one chunk after the other. The places are those of one chunk only
 * until the next is asked for. Plain loops over columns, for a report goes over millions of tickets while nobody else is
 * served.
 */
export function* chooseFacts(
  { chunks, books }: Facts,
  { from, to, only }: FactQuestion,
): Generator<{ chunk: FactChunk; places: Uint32Array }> {
  const conditions = factWords.flatMap((word, column) => {
    const wanted = only[word]
    const book = books[column]
    return wanted == null || book === undefined ? [] : [{ column, allowed: allowedIn(book, wanted) }]
  })
  const room = new Uint32Array(chunks.reduce((most, { size }) => Math.max(most, size), 0))
  for (const chunk of chunks) {
    let count = 0
    const { at, size } = chunk
    for (let place = 0; place < size; place++) {
      const instant = at[place] as number
      if (instant >= from && instant < to && isThere(chunk, place)) room[count++] = place
    }
    for (const { column, allowed } of conditions) {
      const words = chunk.words[column] as Uint32Array
      let left = 0
      for (let index = 0; index < count; index++) {
        const place = room[index] as number
        if (allowed[words[place] as number] === 1) room[left++] = place
      }
      count = left
    }
    yield { chunk, places: room.subarray(0, count) }
  }
}

function allowedIn(book: WordBook, wanted: readonly string[]): Uint8Array {
  const allowed = new Uint8Array(book.words.length)
  for (const one of wanted) {
    const place = book.places.get(one)
    if (place !== undefined) allowed[place] = 1
  }
  return allowed
}

/** Adds one to the count at a place. */
export function countOne(counts: Uint32Array, place: number): void {
  counts[place] = (counts[place] as number) + 1
}

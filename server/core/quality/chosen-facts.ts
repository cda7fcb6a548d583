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

/** Work over many rows: says after each part how many it went over, so that whoever runs it may see to others first. */
export type Slices<Result> = Generator<number, Result, void>

/** Tickets that count, by their places in a chunk, out of so many rows that were looked at. */
export interface Chosen {
  readonly chunk: FactChunk
  readonly places: Uint32Array
  readonly rows: number
}

interface Condition {
  readonly column: number
  readonly allowed: Uint8Array
}

/** Looked at together: few enough that their places stay in the nearest memory. */
const blockRows = 8_192

/** The tickets that count, block by block. The places are those of one block only until the next is asked for. */
export function* chooseFacts({ chunks, books }: Facts, question: FactQuestion): Generator<Chosen> {
  const conditions = factWords.flatMap((word, column) => {
    const wanted = question.only[word]
    const book = books[column]
    return wanted == null || book === undefined ? [] : [{ column, allowed: allowedIn(book, wanted) }]
  })
  const room = new Uint32Array(blockRows)
  for (const chunk of chunks) {
    for (let begin = 0; begin < chunk.size; begin += blockRows) {
      const block = { chunk, begin, end: Math.min(begin + blockRows, chunk.size) }
      const count = choose(block, { question, conditions, room })
      yield { chunk, places: room.subarray(0, count), rows: block.end - begin }
    }
  }
}

/** Puts the places of a block that count in front; gives how many they are. Plain loops over columns. */
function choose(
  { chunk, begin, end }: { chunk: FactChunk; begin: number; end: number },
  {
    question,
    conditions,
    room,
  }: { question: FactQuestion; conditions: readonly Condition[]; room: Uint32Array<ArrayBuffer> },
): number {
  const { from, to } = question
  const { at } = chunk
  let count = 0
  for (let place = begin; place < end; place++) {
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
  return count
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

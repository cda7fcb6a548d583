/** Properties that reports filter and split by. */
export const factWords = ['queue', 'channel', 'serviceLine', 'agent', 'type', 'category', 'priority'] as const

export type FactWord = (typeof factWords)[number]

/** One ticket as far as a report adds it up. */
export interface TicketFact {
  readonly number: number
  /** When it was created, or ended: what chunks go by. Epoch ms. */
  readonly at: number
  /** Of the clock that tells how it fared, in ms; NaN where it has counted none. */
  readonly elapsedMs: number
  /** Sums of `factMarks`. */
  readonly marks: number
  /** In the order of `factWords`, null where it has none. */
  readonly words: readonly (string | null)[]
  /** What became of its promises; null where only how it ended is told. */
  readonly promises: TicketPromises | null
}

/** What became of all the promises made about one ticket. */
export interface TicketPromises {
  /** As `promise-word.ts` writes them. */
  readonly word: string
  /** Of those that were broken and kept after all, the longest time between, in ms; NaN without one. */
  readonly keptLateMs: number
  /** Of those that were broken and not kept since, when the first was broken, in epoch ms; NaN without one. */
  readonly brokenAt: number
}

export const factMarks = { met: 1, breached: 2, reopened: 4 } as const
/** Is no more in the chunk. */
const gone = 8

/** Numbers for the words of one column; 0 is none. */
export interface WordBook {
  readonly places: Map<string, number>
  readonly words: (string | null)[]
}

/** Tickets of one time side by side in columns: a report reads a million of them in a moment. */
export interface FactChunk {
  size: number
  numbers: Float64Array
  at: Float64Array
  elapsedMs: Float64Array
  marks: Uint8Array
  words: Uint32Array[]
  /** Null in a chunk of how tickets ended. */
  promises: PromiseColumns | null
  /** So many rows at the beginning are in the order of their numbers. */
  readonly sorted: number
  /** Places of those that came later. */
  readonly later: Map<number, number>
}

/** Columns of `TicketPromises`. */
interface PromiseColumns {
  words: Uint32Array
  keptLateMs: Float64Array
  brokenAt: Float64Array
}

/** One for each of `factWords`, and one for the promises. */
export function createWordBooks(): WordBook[] {
  return [...factWords, 'promises'].map(() => ({ places: new Map(), words: [null] }))
}

/** Where the word of the promises is kept. */
export const promiseBook = factWords.length

/** The place of a word, given when it is new. */
function placeOfWord({ places, words }: WordBook, word: string | null): number {
  if (word === null) return 0
  const known = places.get(word)
  if (known !== undefined) return known
  places.set(word, words.length)
  return words.push(word) - 1
}

/** Columns as a store reads them, in the order of the numbers. */
export interface ReadColumns {
  readonly numbers: Float64Array
  readonly at: Float64Array
  readonly elapsedMs: Float64Array
  readonly marks: Float64Array
  /** In the order of `factWords`; an empty word is none. */
  readonly words: readonly (readonly string[])[]
  readonly promises: {
    readonly words: readonly string[]
    readonly keptLateMs: Float64Array
    readonly brokenAt: Float64Array
  } | null
}

/** Of a day without tickets nothing is read; whether its promises are told is said by `hasPromises`. */
export function createChunk(
  read: ReadColumns | null,
  { books, hasPromises }: { books: readonly WordBook[]; hasPromises: boolean },
): FactChunk {
  const { numbers, at, elapsedMs } = read ?? { numbers: none(), at: none(), elapsedMs: none() }
  const places = (book: WordBook | undefined, words: readonly string[] = []) =>
    Uint32Array.from(words, (word) => (book === undefined ? 0 : placeOfWord(book, word === '' ? null : word)))
  const size = numbers.length
  return {
    size,
    numbers,
    at,
    elapsedMs,
    marks: Uint8Array.from(read?.marks ?? []),
    words: factWords.map((_, column) => places(books[column], read?.words[column])),
    promises: hasPromises
      ? {
          words: places(books[promiseBook], read?.promises?.words),
          keptLateMs: read?.promises?.keptLateMs ?? none(),
          brokenAt: read?.promises?.brokenAt ?? none(),
        }
      : null,
    sorted: size,
    later: new Map(),
  }
}

const none = () => new Float64Array()

/** Adds a ticket, or takes what is known of it now. */
export function putFact(chunk: FactChunk, fact: TicketFact, books: readonly WordBook[]): void {
  let place = placeOfNumber(chunk, fact.number)
  if (place < 0) {
    place = chunk.size
    if (place === chunk.numbers.length) grow(chunk)
    chunk.size += 1
    chunk.later.set(fact.number, place)
    chunk.numbers[place] = fact.number
  }
  chunk.at[place] = fact.at
  chunk.elapsedMs[place] = fact.elapsedMs
  chunk.marks[place] = fact.marks
  chunk.words.forEach((own, column) => {
    const book = books[column]
    if (book !== undefined) own[place] = placeOfWord(book, fact.words[column] ?? null)
  })
  const [{ promises }, book] = [chunk, books[promiseBook]]
  if (promises === null || book === undefined) return
  promises.words[place] = placeOfWord(book, fact.promises?.word ?? null)
  promises.keptLateMs[place] = fact.promises?.keptLateMs ?? Number.NaN
  promises.brokenAt[place] = fact.promises?.brokenAt ?? Number.NaN
}

/** Takes a ticket away, if it is there. */
export function dropFact(chunk: FactChunk, number: number): void {
  const place = placeOfNumber(chunk, number)
  if (place >= 0) chunk.marks[place] = gone
}

/** Whether the ticket at a place counts. */
export function isThere(chunk: FactChunk, place: number): boolean {
  return chunk.marks[place] !== gone
}

function placeOfNumber({ numbers, sorted, later }: FactChunk, number: number): number {
  let [low, high] = [0, sorted - 1]
  while (low <= high) {
    const middle = (low + high) >> 1
    const found = numbers[middle] ?? 0
    if (found === number) return middle
    if (found < number) low = middle + 1
    else high = middle - 1
  }
  return later.get(number) ?? -1
}

function grow(chunk: FactChunk): void {
  const length = Math.max(64, chunk.size * 2)
  const wider = <Column extends Float64Array | Uint8Array | Uint32Array>(column: Column, empty: Column): Column => {
    empty.set(column)
    return empty
  }
  chunk.numbers = wider(chunk.numbers, new Float64Array(length))
  chunk.at = wider(chunk.at, new Float64Array(length))
  chunk.elapsedMs = wider(chunk.elapsedMs, new Float64Array(length))
  chunk.marks = wider(chunk.marks, new Uint8Array(length))
  chunk.words = chunk.words.map((column) => wider(column, new Uint32Array(length)))
  const { promises } = chunk
  if (promises === null) return
  promises.words = wider(promises.words, new Uint32Array(length))
  promises.keptLateMs = wider(promises.keptLateMs, new Float64Array(length))
  promises.brokenAt = wider(promises.brokenAt, new Float64Array(length))
}

import { type FactChunk, factMarks, type FactWord, factWords, isThere, type WordBook } from './fact-chunk.ts'
import { addValue, noValues, quantiles, type Values } from './quantile.ts'

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

/** What tickets of one group, or all of them, come to. */
export interface FactSums {
  /** Null too for tickets without the property. */
  readonly key: string | null
  readonly isTotal: boolean
  readonly tickets: number
  /** Those with a time, and the median and ninth decile of these. */
  readonly n: number
  readonly p50Ms: number | null
  readonly p90Ms: number | null
  readonly met: number
  readonly breached: number
  readonly reopened: number
  readonly byChannel: readonly { readonly channel: string; readonly n: number }[]
}

interface Sums {
  tickets: number
  met: number
  breached: number
  reopened: number
  readonly times: Values
  readonly channels: Uint32Array
}

const channelColumn = factWords.indexOf('channel')

/** Adds up tickets as a whole, first, and by one property where it is named. */
export function addUpFacts({ chunks, books }: Facts, question: FactQuestion, by: FactWord | null): FactSums[] {
  const channelBook = books[channelColumn]
  const noSums = (): Sums => ({
    tickets: 0,
    met: 0,
    breached: 0,
    reopened: 0,
    times: noValues(),
    channels: new Uint32Array(channelBook?.words.length ?? 0),
  })
  const total = noSums()
  const groups: Sums[] = []
  for (const chunk of chunks) {
    const column = by === null ? null : (chunk.words[factWords.indexOf(by)] ?? null)
    const channels = chunk.words[channelColumn]
    eachFact(chunk, books, question, (place) => {
      const channel = channels?.[place] ?? 0
      addTo(total, chunk, place, channel)
      if (column !== null) addTo((groups[column[place] ?? 0] ??= noSums()), chunk, place, channel)
    })
  }
  const present = (sums: Sums, part: Pick<FactSums, 'key' | 'isTotal'>): FactSums => {
    const { times, channels, ...counts } = sums
    const [p50Ms = null, p90Ms = null] = quantiles(times, [0.5, 0.9])
    const byChannel = Array.from(channels, (n, place) => ({ channel: channelBook?.words[place] ?? '', n }))
      .filter(({ n }) => n > 0)
      .toSorted((one, other) => (one.channel < other.channel ? -1 : 1))
    return { ...part, ...counts, n: times.size, p50Ms, p90Ms, byChannel }
  }
  const words = by === null ? [] : (books[factWords.indexOf(by)]?.words ?? [])
  return [
    present(total, { key: null, isTotal: true }),
    ...groups.flatMap((sums, place) => present(sums, { key: words[place] ?? null, isTotal: false })),
  ]
}

function addTo(sums: Sums, { marks, elapsedMs }: FactChunk, place: number, channel: number): void {
  const mark = marks[place] ?? 0
  sums.tickets += 1
  if ((mark & factMarks.breached) > 0) sums.breached += 1
  else if ((mark & factMarks.met) > 0) sums.met += 1
  if ((mark & factMarks.reopened) > 0) sums.reopened += 1
  sums.channels[channel] = (sums.channels[channel] ?? 0) + 1
  const elapsed = elapsedMs[place] ?? Number.NaN
  if (!Number.isNaN(elapsed)) addValue(sums.times, elapsed)
}

/** Numbers of tickets by each of several properties. */
export function countFactsBy<Word extends FactWord>(
  { chunks, books }: Facts,
  question: FactQuestion,
  by: readonly Word[],
): Map<Word, Map<string | null, number>> {
  const counts = by.map((word) => new Uint32Array(books[factWords.indexOf(word)]?.words.length ?? 0))
  for (const chunk of chunks) {
    const columns = by.map((word) => chunk.words[factWords.indexOf(word)] ?? new Uint32Array())
    eachFact(chunk, books, question, (place) => {
      for (let index = 0; index < columns.length; index++) {
        const own = counts[index]
        const word = columns[index]?.[place] ?? 0
        if (own !== undefined) own[word] = (own[word] ?? 0) + 1
      }
    })
  }
  return new Map(
    by.map((word, index) => {
      const { words = [] } = books[factWords.indexOf(word)] ?? {}
      const own = [...(counts[index] ?? [])].map((n, place) => [words[place] ?? null, n] as const)
      return [word, new Map(own.filter(([, n]) => n > 0))]
    }),
  )
}

const dayMs = 86_400_000

/** Numbers of tickets by day (UTC), of which there is one; a day is its number since 1970. */
export function countFactsByDay({ chunks, books }: Facts, question: FactQuestion): Map<number, number> {
  const first = Math.floor(question.from / dayMs)
  const counts = new Uint32Array(Math.max(0, Math.ceil(question.to / dayMs) - first))
  for (const chunk of chunks) {
    eachFact(chunk, books, question, (place) => {
      const day = Math.floor((chunk.at[place] ?? 0) / dayMs) - first
      counts[day] = (counts[day] ?? 0) + 1
    })
  }
  const days = [...counts].map((n, day) => [first + day, n] as const)
  return new Map(days.filter(([, n]) => n > 0))
}

/** Calls back for each ticket of a chunk that counts. */
function eachFact(
  chunk: FactChunk,
  books: readonly WordBook[],
  { from, to, only }: FactQuestion,
  visit: (place: number) => void,
): void {
  const conditions = factWords.flatMap((word, column) => {
    const wanted = only[word]
    const book = books[column]
    if (wanted == null || book === undefined) return []
    const allowed = new Uint8Array(book.words.length)
    for (const one of wanted) {
      const place = book.places.get(one)
      if (place !== undefined) allowed[place] = 1
    }
    return [{ words: chunk.words[column] ?? new Uint32Array(), allowed }]
  })
  for (let place = 0; place < chunk.size; place++) {
    const at = chunk.at[place] ?? 0
    if (at < from || at >= to || !isThere(chunk, place)) continue
    if (conditions.every(({ words, allowed }) => allowed[words[place] ?? 0] === 1)) visit(place)
  }
}

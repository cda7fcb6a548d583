import { chooseFacts, type Chosen, type FactQuestion, type Facts, type Slices } from './chosen-facts.ts'
import { type FactWord, factWords, promiseBook } from './fact-chunk.ts'
import { type PromiseOutcome, readPromiseWord, type UndecidedState, undecidedStates } from './promise-word.ts'

/** What verdicts are split by, beside their metric. */
export const promiseSplits = ['metric', 'policy', 'queue', 'priority'] as const

/** Promises of one metric, and of one key of a split of it. */
export interface VerdictSums {
  readonly split: (typeof promiseSplits)[number]
  readonly metric: string
  /** Of the split; null for tickets without that property, and where only the metric counts. */
  readonly key: string | null
  readonly met: number
  readonly breached: number
  readonly excludedBy: Readonly<Record<UndecidedState, number>>
}

export interface PromiseSums {
  /** In the order of split, metric and key, the ones without a key last. */
  readonly verdicts: readonly VerdictSums[]
  /** Numbers of the tickets with the promises that were broken the longest. */
  readonly latest: readonly number[]
}

/** Outcomes by the places of the words that tell them: those of a word lie from its start to that of the next. */
interface OutcomeTable {
  readonly outcomes: readonly PromiseOutcome[]
  readonly starts: Uint32Array
  readonly outcomeOf: Uint32Array
  readonly times: Uint32Array
}

/** Counts of one split: for each outcome, those of the words of a column side by side. */
interface SplitCounts {
  readonly split: Extract<FactWord, 'queue' | 'priority'>
  readonly column: number
  readonly words: readonly (string | null)[]
  readonly counts: Float64Array
}

/**
 * Adds up what became of the promises about tickets, and finds the tickets with those broken the longest: until they were
 * kept after all, or until now. Chunks that tell no promises count for nothing.
 */
export function* addUpPromises(
  facts: Facts,
  question: FactQuestion,
  { now, most }: { now: number; most: number },
): Slices<PromiseSums> {
  const table = outcomeTable(facts)
  const splits = (['queue', 'priority'] as const).map((split): SplitCounts => {
    const column = factWords.indexOf(split)
    const words = facts.books[column]?.words ?? []
    return { split, column, words, counts: new Float64Array(table.outcomes.length * words.length) }
  })
  const latest: Late[] = []
  for (const chosen of chooseFacts(facts, question)) {
    for (const split of splits) countOutcomes(split, chosen, table)
    findLatest(latest, chosen, { now, most })
    yield chosen.rows
  }
  return { verdicts: verdictsOf(table.outcomes, splits), latest: latest.map(({ number }) => number) }
}

function outcomeTable({ books }: Facts): OutcomeTable {
  const words = books[promiseBook]?.words ?? []
  const places = new Map<string, number>()
  const outcomes: PromiseOutcome[] = []
  const starts = new Uint32Array(words.length + 1)
  const outcomeOf: number[] = []
  const times: number[] = []
  words.forEach((word, index) => {
    for (const { outcome, n } of word === null ? [] : readPromiseWord(word)) {
      const name = JSON.stringify(outcome)
      const place = places.get(name) ?? outcomes.push(outcome) - 1
      places.set(name, place)
      outcomeOf.push(place)
      times.push(n)
    }
    starts[index + 1] = outcomeOf.length
  })
  return { outcomes, starts, outcomeOf: Uint32Array.from(outcomeOf), times: Uint32Array.from(times) }
}

function countOutcomes(
  { column, words, counts }: SplitCounts,
  { chunk, places }: Chosen,
  { starts, outcomeOf, times }: OutcomeTable,
): void {
  if (chunk.promises === null) return
  const wordOf = chunk.promises.words
  const keyOf = chunk.words[column] as Uint32Array
  for (let index = 0; index < places.length; index++) {
    const place = places[index] as number
    const word = wordOf[place] as number
    const end = starts[word + 1] as number
    for (let entry = starts[word] as number; entry < end; entry++) {
      const cell = (outcomeOf[entry] as number) * words.length + (keyOf[place] as number)
      counts[cell] = (counts[cell] as number) + (times[entry] as number)
    }
  }
}

interface Late {
  readonly number: number
  readonly lateMs: number
}

/** Keeps the latest tickets so far, the latest first; of tickets as late the one with the lower number. */
function findLatest(latest: Late[], { chunk, places }: Chosen, { now, most }: { now: number; most: number }): void {
  if (chunk.promises === null) return
  const { keptLateMs, brokenAt } = chunk.promises
  for (let index = 0; index < places.length; index++) {
    const place = places[index] as number
    const [kept, open] = [keptLateMs[place] as number, now - (brokenAt[place] as number)]
    const lateMs = kept > open || Number.isNaN(open) ? kept : open
    if (Number.isNaN(lateMs)) continue
    const least = latest.length < most ? null : latest.at(-1)
    if (least && lateMs < least.lateMs) continue
    const late = { number: chunk.numbers[place] as number, lateMs }
    const before = latest.findIndex((one) => byLateness(late, one) < 0)
    latest.splice(before < 0 ? latest.length : before, 0, late)
    if (latest.length > most) latest.pop()
  }
}

const byLateness = (one: Late, other: Late) => other.lateMs - one.lateMs || one.number - other.number

type Counts = Pick<VerdictSums, 'met' | 'breached'> & { readonly excludedBy: Record<UndecidedState, number> }

function verdictsOf(outcomes: readonly PromiseOutcome[], splits: readonly SplitCounts[]): VerdictSums[] {
  const sums = new Map<string, VerdictSums>()
  const add = (split: VerdictSums['split'], metric: string, key: string | null, counts: Counts) => {
    const name = JSON.stringify([split, metric, key])
    const before = sums.get(name)
    sums.set(name, { split, metric, key, ...(before === undefined ? counts : addCounts(before, counts)) })
  }
  for (const { split, words, counts } of splits) {
    outcomes.forEach((outcome, row) => {
      words.forEach((key, column) => {
        const n = counts[row * words.length + column] as number
        if (n === 0) return
        const own = countsOf(outcome, n)
        add(split, outcome.metric, split === 'queue' ? (outcome.queue ?? key) : key, own)
        // Every ticket is in each of the splits: the others are counted along with one of them.
        if (split !== 'priority') return
        add('metric', outcome.metric, null, own)
        add('policy', outcome.metric, outcome.policy, own)
      })
    })
  }
  return [...sums.values()].toSorted(byPlace)
}

function countsOf({ verdict, undecided }: PromiseOutcome, n: number): Counts {
  const of = (state: UndecidedState) => (state === undecided ? n : 0)
  return {
    met: verdict === 'met' ? n : 0,
    breached: verdict === 'breached' ? n : 0,
    excludedBy: {
      running: of('running'),
      paused: of('paused'),
      cancelled: of('cancelled'),
      not_applicable: of('not_applicable'),
    },
  }
}

function addCounts(one: Omit<Counts, 'excludedBy'> & Pick<VerdictSums, 'excludedBy'>, other: Counts): Counts {
  const excludedBy = { ...one.excludedBy }
  for (const state of undecidedStates) excludedBy[state] += other.excludedBy[state]
  return { met: one.met + other.met, breached: one.breached + other.breached, excludedBy }
}

const byPlace = (one: VerdictSums, other: VerdictSums) =>
  compare(one.split, other.split) ||
  compare(one.metric, other.metric) ||
  Number(one.key === null) - Number(other.key === null) ||
  compare(one.key ?? '', other.key ?? '')

const compare = (one: string, other: string) => (one < other ? -1 : Number(one > other))

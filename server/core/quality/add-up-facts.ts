import { chooseFacts, type Chosen, countOne, type FactQuestion, type Facts, type Slices } from './chosen-facts.ts'
import { factMarks, type FactWord, factWords } from './fact-chunk.ts'
import { quantiles } from './quantile.ts'

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

/** Counts of the groups: of a group's markings, and of its channels, side by side; and the times as they were met. */
interface Tally {
  /** Of the words; null = one group alone. */
  readonly column: number | null
  readonly channelCount: number
  readonly marked: Uint32Array
  readonly channels: Uint32Array
  readonly timed: Uint32Array
  readonly times: Float64Array
  /** Of each time, where there are several. */
  readonly groupOfTime: Uint32Array
  n: number
}

const channelColumn = factWords.indexOf('channel')
/** Every sum of marks is less. */
const markings = 8
const timesAtOnce = 65_536

/** Adds up tickets as a whole, first, and by one property where it is named. */
export function* addUpFacts(facts: Facts, question: FactQuestion, by: FactWord | null): Slices<FactSums[]> {
  const column = by === null ? null : factWords.indexOf(by)
  const groups = column === null ? [null] : (facts.books[column]?.words ?? [])
  const channels = facts.books[channelColumn]?.words ?? []
  const tally = createTally(facts, { column, groups: groups.length, channels: channels.length })
  for (const chosen of chooseFacts(facts, question)) {
    countBlock(tally, chosen)
    yield chosen.rows
  }
  const times = column === null ? tally.times.subarray(0, tally.n) : yield* arrangeTimes(tally)
  const split: FactSums[] = []
  let end = 0
  // The groups first: the quantiles of the whole put all times into another order.
  for (let group = 0; column !== null && group < groups.length; group++) {
    const own = times.subarray(end, (end += tally.timed[group] as number))
    const sums = sumsOf(tally, { from: group, to: group + 1 }, channels)
    if (sums.tickets === 0) continue
    split.push({ key: groups[group] ?? null, isTotal: false, ...sums, ...(yield* quantilesOf(own)) })
  }
  const whole = sumsOf(tally, { from: 0, to: groups.length }, channels)
  return [{ key: null, isTotal: true, ...whole, ...(yield* quantilesOf(times)) }, ...split]
}

function createTally(
  { chunks }: Facts,
  { column, groups, channels }: { column: number | null; groups: number; channels: number },
): Tally {
  const most = chunks.reduce((sum, { size }) => sum + size, 0)
  return {
    column,
    channelCount: channels,
    marked: new Uint32Array(groups * markings),
    channels: new Uint32Array(groups * channels),
    timed: new Uint32Array(groups),
    times: new Float64Array(most),
    groupOfTime: new Uint32Array(column === null ? 0 : most),
    n: 0,
  }
}

function countBlock(tally: Tally, { chunk, places }: Chosen): void {
  const { column, channelCount, marked, channels, timed, times, groupOfTime } = tally
  const { marks, elapsedMs } = chunk
  const channelOf = chunk.words[channelColumn] as Uint32Array
  const groupOf = column === null ? null : (chunk.words[column] as Uint32Array)
  let { n } = tally
  for (let index = 0; index < places.length; index++) {
    const place = places[index] as number
    const group = groupOf === null ? 0 : (groupOf[place] as number)
    countOne(marked, group * markings + (marks[place] as number))
    countOne(channels, group * channelCount + (channelOf[place] as number))
    const elapsed = elapsedMs[place] as number
    if (Number.isNaN(elapsed)) continue
    countOne(timed, group)
    if (groupOf !== null) groupOfTime[n] = group
    times[n++] = elapsed
  }
  tally.n = n
}

/** The times of one group side by side, in the order of the groups' numbers. */
function* arrangeTimes({ timed, times, groupOfTime, n }: Tally): Slices<Float64Array> {
  let all = 0
  const next = timed.map((count) => (all += count) - count)
  const arranged = new Float64Array(n)
  for (let begin = 0; begin < n; begin += timesAtOnce) {
    const end = Math.min(n, begin + timesAtOnce)
    for (let index = begin; index < end; index++) {
      const group = groupOfTime[index] as number
      arranged[next[group] as number] = times[index] as number
      countOne(next, group)
    }
    yield end - begin
  }
  return arranged
}

/** Of the groups `from` to `to`, without the latter. */
function sumsOf(
  { marked, channels: byChannel }: Tally,
  { from, to }: { from: number; to: number },
  channels: readonly (string | null)[],
): Omit<FactSums, 'key' | 'isTotal' | 'n' | 'p50Ms' | 'p90Ms'> {
  const sums = { tickets: 0, met: 0, breached: 0, reopened: 0 }
  const ofChannel = new Uint32Array(channels.length)
  for (let group = from; group < to; group++) {
    for (let marks = 0; marks < markings; marks++) {
      const count = marked[group * markings + marks] as number
      sums.tickets += count
      if ((marks & factMarks.breached) > 0) sums.breached += count
      else if ((marks & factMarks.met) > 0) sums.met += count
      if ((marks & factMarks.reopened) > 0) sums.reopened += count
    }
    for (let place = 0; place < channels.length; place++)
      ofChannel[place] = (ofChannel[place] as number) + (byChannel[group * channels.length + place] as number)
  }
  return {
    ...sums,
    byChannel: channels
      .map((channel, place) => ({ channel: channel ?? '', n: ofChannel[place] as number }))
      .filter(({ n }) => n > 0)
      .toSorted((one, other) => (one.channel < other.channel ? -1 : 1)),
  }
}

function* quantilesOf(times: Float64Array): Slices<Pick<FactSums, 'n' | 'p50Ms' | 'p90Ms'>> {
  const [p50Ms = null, p90Ms = null] = yield* quantiles(times, [0.5, 0.9])
  return { n: times.length, p50Ms, p90Ms }
}

import { chooseFacts, countOne, type FactQuestion, type Facts } from './chosen-facts.ts'
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

/** Counts of the groups, each at the group's number; of a group's channels side by side. */
interface Counts {
  readonly tickets: Uint32Array
  readonly timed: Uint32Array
  readonly met: Uint32Array
  readonly breached: Uint32Array
  readonly reopened: Uint32Array
  readonly channels: Uint32Array
}

const channelColumn = factWords.indexOf('channel')
const noGroups = new Uint32Array()

/** Adds up tickets as a whole, first, and by one property where it is named. */
export function addUpFacts(facts: Facts, question: FactQuestion, by: FactWord | null): FactSums[] {
  const column = by === null ? null : factWords.indexOf(by)
  const groups = column === null ? [null] : (facts.books[column]?.words ?? [])
  const channels = facts.books[channelColumn]?.words ?? []
  // Of one group alone the times are gathered while they are counted; of several, each needs to know its place first.
  const room = new Float64Array(column === null ? facts.chunks.reduce((sum, { size }) => sum + size, 0) : 0)
  const counts = countGroups(facts, question, { column, groups: groups.length, channels: channels.length, room })
  const times =
    column === null ? room.subarray(0, counts.timed[0]) : gatherTimes(facts, question, { column, timed: counts.timed })
  const present = (part: Pick<FactSums, 'key' | 'isTotal'>, { from, to }: { from: number; to: number }): FactSums => {
    const sumOf = (column: Uint32Array) => column.subarray(from, to).reduce((sum, count) => sum + count, 0)
    const own = times.subarray(sumTo(counts.timed, from), sumTo(counts.timed, to))
    const [p50Ms = null, p90Ms = null] = quantiles(own, [0.5, 0.9])
    const byChannel = channels
      .map((channel, place) => {
        let n = 0
        for (let group = from; group < to; group++) n += counts.channels[group * channels.length + place] ?? 0
        return { channel: channel ?? '', n }
      })
      .filter(({ n }) => n > 0)
      .toSorted((one, other) => (one.channel < other.channel ? -1 : 1))
    const [tickets, met, breached] = [sumOf(counts.tickets), sumOf(counts.met), sumOf(counts.breached)]
    return { ...part, tickets, n: own.length, p50Ms, p90Ms, met, breached, reopened: sumOf(counts.reopened), byChannel }
  }
  // The groups first: the quantiles of the whole put all times into another order.
  const split =
    by === null
      ? []
      : groups.flatMap((key, group) =>
          counts.tickets[group] === 0 ? [] : [present({ key, isTotal: false }, { from: group, to: group + 1 })],
        )
  return [present({ key: null, isTotal: true }, { from: 0, to: groups.length }), ...split]
}

const sumTo = (column: Uint32Array, to: number) => column.subarray(0, to).reduce((sum, count) => sum + count, 0)

function countGroups(
  facts: Facts,
  question: FactQuestion,
  { column, groups, channels, room }: { column: number | null; groups: number; channels: number; room: Float64Array },
): Counts {
  const numbers = () => new Uint32Array(groups)
  const [tickets, timed, met, breached, reopened] = [numbers(), numbers(), numbers(), numbers(), numbers()]
  const byChannel = new Uint32Array(groups * channels)
  for (const { chunk, places } of chooseFacts(facts, question)) {
    const groupOf = column === null ? noGroups : (chunk.words[column] ?? noGroups)
    const channelOf = chunk.words[channelColumn] ?? noGroups
    const { marks, elapsedMs } = chunk
    for (let index = 0; index < places.length; index++) {
      const place = places[index] as number
      const group = column === null ? 0 : (groupOf[place] as number)
      const mark = marks[place] as number
      countOne(tickets, group)
      if ((mark & factMarks.breached) > 0) countOne(breached, group)
      else if ((mark & factMarks.met) > 0) countOne(met, group)
      if ((mark & factMarks.reopened) > 0) countOne(reopened, group)
      countOne(byChannel, group * channels + (channelOf[place] as number))
      const elapsed = elapsedMs[place] as number
      if (Number.isNaN(elapsed)) continue
      if (column === null) room[timed[0] as number] = elapsed
      countOne(timed, group)
    }
  }
  return { tickets, timed, met, breached, reopened, channels: byChannel }
}

/** All times, those of one group side by side in the order of the groups' numbers. */
function gatherTimes(
  facts: Facts,
  question: FactQuestion,
  { column, timed }: { column: number; timed: Uint32Array },
): Float64Array {
  let all = 0
  const next = timed.map((count) => (all += count) - count)
  const times = new Float64Array(all)
  for (const { chunk, places } of chooseFacts(facts, question)) {
    const groupOf = chunk.words[column] ?? noGroups
    const { elapsedMs } = chunk
    for (let index = 0; index < places.length; index++) {
      const place = places[index] as number
      const elapsed = elapsedMs[place] as number
      if (Number.isNaN(elapsed)) continue
      const group = groupOf[place] as number
      times[next[group] as number] = elapsed
      countOne(next, group)
    }
  }
  return times
}

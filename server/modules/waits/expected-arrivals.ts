import type { Context, Tx } from '../../platform/context.ts'
import { memoryKey } from '../../platform/memory.ts'
import { findFirstSpans, findMark, findPastHours } from './span-view.ts'

/** An hour of a queue's day: what arrived, null while it has not begun, and what was to be expected, null = unknown. */
export interface ArrivalHour {
  /** Epoch ms. */
  readonly at: number
  readonly arrivals: number | null
  readonly expected: number | null
}

/** A queue's day with the zone that it is kept in. */
export interface ZonedDay {
  readonly queue: string
  readonly since: number
  readonly zone: string
}

const hourMs = 3_600_000

/** How many weeks are looked back, and how many of them must be known before anything is expected. */
const weeksBack = 8
const weeksNeeded = 3

const expectations = memoryKey(
  'waits.expected-arrivals',
  () => new Map<string, Promise<Map<string, number[] | null>>>(),
)

/** The hours (epoch ms of their beginnings) of a day that begins at `since`: 24, on a change of the clocks 23 or 25. */
export function hoursOf({ since, zone }: Pick<ZonedDay, 'since' | 'zone'>): number[] {
  const start = zonedAt(since, zone)
  const end = start.add({ days: 1 }).startOfDay().epochMilliseconds
  return Array.from({ length: Math.round((end - since) / hourMs) }, (_, hour) => since + hour * hourMs)
}

/**
 * What is to be expected in each hour of these days, by queue: the mean of the same hour of the week over the last eight
 * weeks, as far as the queue has been counted; null until three weeks are known. Read again when more was counted.
 */
export async function readExpected(
  tx: Tx,
  context: Context,
  { days, channels }: { days: readonly ZonedDay[]; channels: readonly string[] | null },
): Promise<ReadonlyMap<string, readonly number[] | null>> {
  const known = context.memory.of(expectations)
  const own = `${context.workspace.id} `
  const { until, recounts } = await findMark(tx, context.workspace.id)
  const key = own + JSON.stringify([days, channels, until, recounts])
  const held = known.get(key)
  if (held !== undefined) return held
  // One day and scope of a workspace are kept; another scope asks again.
  for (const old of known.keys()) if (old.startsWith(own)) known.delete(old)
  const read = expectedOf(tx, context.workspace.id, { days, channels })
  known.set(key, read)
  read.catch(() => known.delete(key))
  return read
}

async function expectedOf(
  tx: Tx,
  workspaceId: string,
  { days, channels }: { days: readonly ZonedDay[]; channels: readonly string[] | null },
): Promise<Map<string, number[] | null>> {
  const zones = [...new Map(days.map(({ since, zone }) => [zone, { since, zone }])).values()]
  const hours = zones.flatMap((day) => pastHoursOf(day))
  const [past, firsts] = await Promise.all([
    findPastHours(tx, workspaceId, { hours: hours.map((hour) => hour.at), channels }),
    findFirstSpans(tx, workspaceId, [...new Set(days.map((day) => day.queue))]),
  ])
  const first = new Map(firsts.map((row) => [row.queue, row.at]))
  const arrived = new Map(past.map((row) => [`${row.queue} ${row.hour}`, row.arrivals]))
  return new Map(
    days.map((day): [string, number[] | null] => {
      const since = first.get(day.queue) ?? Infinity
      const own = hours.map((hour, number) => ({ ...hour, number })).filter((hour) => hour.zone === day.zone)
      const weeks = Math.max(0, ...own.filter((hour) => hour.hour === 0 && hour.at >= since).map((hour) => hour.week))
      if (weeks < weeksNeeded) return [day.queue, null]
      const means = hoursOf(day).map((_, place) => {
        const same = own.filter((hour) => hour.hour === place && hour.week <= weeks)
        const sum = same.reduce((total, hour) => total + (arrived.get(`${day.queue} ${hour.number}`) ?? 0), 0)
        return Math.round((10 * sum) / weeks) / 10
      })
      return [day.queue, means]
    }),
  )
}

interface ComparedHour {
  readonly at: number
  readonly zone: string
  readonly week: number
  readonly hour: number
}

/** The same hours by the clock on the wall, one to eight weeks ago. */
function pastHoursOf(day: Pick<ZonedDay, 'since' | 'zone'>): ComparedHour[] {
  return Array.from({ length: weeksBack }, (_, back) => back + 1).flatMap((week) =>
    hoursOf(day).map((at, hour) => ({
      at: zonedAt(at, day.zone).subtract({ weeks: week }).epochMilliseconds,
      zone: day.zone,
      week,
      hour,
    })),
  )
}

function zonedAt(at: number, zone: string): Temporal.ZonedDateTime {
  return Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(zone)
}

import { type Calendar, workingTimeBetween } from '../calendars/index.ts'
import { type ClockUnit, explainClock, type LedgerEntry, type LedgerKind, unitOf } from '../clocks/index.ts'
import { countedBy } from '../clocks/run-clock.ts'

/** What a ticket was when one of its clocks began; null = unknown, or it had none. */
export interface Place {
  readonly queue: string | null
  readonly priority: string | null
  readonly serviceLine: string | null
}

/** A stretch that counted: `countedMs` of it, after `beforeMs` that had counted before. Epoch ms. */
export interface CountedStretch {
  readonly from: number
  readonly to: number
  readonly beforeMs: number
  readonly countedMs: number
}

/** What a clock promised from an instant on. */
export interface PromisedFrom {
  readonly at: number
  readonly targetMs: number
  readonly calendar: string
}

/**
 * A clock from its beginning until it first ended, or as far as is known: what a reopened clock counts on is another
 * story. All times are in the unit that its target was first in; a target in the other unit ends the life.
 */
export interface ClockLife {
  readonly metric: string
  readonly unit: ClockUnit
  readonly place: Place
  readonly startedAt: number
  /** In order. */
  readonly stretches: readonly CountedStretch[]
  readonly promises: readonly PromisedFrom[]
  /** Null while it runs or stands still. One that was withdrawn might have been fulfilled later: it is censored. */
  readonly end: { readonly at: number; readonly isFulfilled: boolean } | null
}

const ends: ReadonlySet<LedgerKind> = new Set(['fulfil', 'cancel', 'not_applicable'])

/**
 * The life of a clock by its ledger, as known at `asOf`; null when it had not begun, its hours are not known any more, or it
 * was begun in the past by a policy that came late: nobody saw it run there.
 */
export function lifeOf(
  ledger: readonly LedgerEntry[],
  place: Place,
  { asOf, calendars }: { asOf: number; calendars: ReadonlyMap<string, Calendar> },
): ClockLife | null {
  const known = ledger.filter(({ at }) => at <= asOf)
  const [start] = known
  if (start === undefined || start.reason === 'attached_late' || known.some(({ calendar }) => !calendars.has(calendar)))
    return null
  const unit = unitOf(start)
  const last = known.findIndex((entry) => ends.has(entry.kind) || unitOf(entry) !== unit)
  const ending = known[last]
  const lived = ending === undefined ? known : known.slice(0, last)
  const explained = explainClock(lived, ending?.at ?? asOf, calendars)
  if (explained === null) return null
  const stretches: CountedStretch[] = []
  let beforeMs = 0
  for (const { from, to, counted, isForecast, calendar } of explained.segments) {
    const hours = calendars.get(calendar)
    if (!counted || isForecast || hours === undefined) continue
    const countedMs = workingTimeBetween(countedBy(hours, unit === 'days'), from, to)
    stretches.push({ from, to, beforeMs, countedMs })
    beforeMs += countedMs
  }
  return {
    metric: start.metric,
    unit,
    place,
    startedAt: start.at,
    stretches,
    promises: lived.map(({ at, targetMs, calendar }) => ({ at, targetMs, calendar })),
    end: ending === undefined ? null : { at: ending.at, isFulfilled: ending.kind === 'fulfil' },
  }
}

/** What had counted by an instant, in the unit of the life. */
export function countedBefore({ stretches }: ClockLife, at: number): number {
  const within = stretches.findLast(({ from }) => from < at)
  if (within === undefined) return 0
  const { from, to, beforeMs, countedMs } = within
  return at >= to ? beforeMs + countedMs : beforeMs + Math.round((countedMs * (at - from)) / (to - from))
}

/** When so much had counted; null when it never has. */
export function whenCounted({ stretches }: ClockLife, ms: number): number | null {
  const within = stretches.find(({ beforeMs, countedMs }) => ms <= beforeMs + countedMs)
  if (within === undefined) return null
  const { from, to, beforeMs, countedMs } = within
  return countedMs === 0 ? from : from + Math.round(((to - from) * (ms - beforeMs)) / countedMs)
}

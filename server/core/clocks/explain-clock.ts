import type { Calendar } from '../calendars/calendar.ts'
import type { Segment } from '../calendars/segments.ts'
import { explainSpan } from '../calendars/segments.ts'
import { inWorkingDays } from '../calendars/working-days.ts'
import { dueAfter, workingTimeBetween } from '../calendars/working-time.ts'
import type { ClockUnit, DueOverride, LedgerEntry } from './clock.ts'
import { unitOf } from './clock.ts'
import { countedBy } from './run-clock.ts'

/** A stretch of a clock's life, with the promise in force then. `reason` of a pause is its cause, e.g. `waiting`. */
export interface ClockSegment {
  readonly from: number
  readonly to: number
  readonly counted: boolean
  readonly reason: string
  readonly policy: string
  readonly calendar: string
  /** After the asked instant: what will be counted if nothing happens. */
  readonly isForecast: boolean
}

/** A clock as it stood at an instant. Counted segments up to then sum to `elapsedMs`, all of them to a target of hours when it runs. */
export interface ClockExplanation {
  readonly asOf: number
  readonly targetMs: number
  readonly unit: ClockUnit
  /** Working time that has counted. */
  readonly elapsedMs: number
  /** What has counted towards the target and what is left of it, in the unit it is in. */
  readonly usedMs: number
  readonly remainingMs: number
  /** Null while paused and once ended without a verdict. */
  readonly dueAt: number | null
  readonly state: 'running' | 'paused' | 'met' | 'breached' | 'cancelled' | 'not_applicable'
  readonly metAt: number | null
  readonly breachedAt: number | null
  /** The due time set by hand, as it counted then; null where the policy said it. */
  readonly override: DueOverride | null
  readonly segments: readonly ClockSegment[]
}

/**
 * Recomputes one clock for an instant from its ledger (all entries of one metric and instance, in order).
 * Null when it had not started. Throws a RangeError when a calendar of the ledger is not given.
 */
export function explainClock(
  ledger: readonly LedgerEntry[],
  asOf: number,
  calendars: ReadonlyMap<string, Calendar>,
): ClockExplanation | null {
  const past = ledger.filter((entry) => entry.at <= asOf)
  const first = past[0]
  if (first === undefined) return null

  const replay = new Replay(first, calendars)
  for (const entry of past.slice(1)) replay.apply(entry)
  return replay.explain(asOf)
}

function overrideOf({ at, reason, by, dueAt }: LedgerEntry): DueOverride | null {
  return by === undefined || dueAt === undefined ? null : { dueAt, by, reason: reason ?? '', at }
}

class Replay {
  readonly #calendars: ReadonlyMap<string, Calendar>
  readonly #segments: ClockSegment[] = []
  #promise: LedgerEntry
  #at: number
  /** Since when the present promise counts: a target that was already used up then is due then. */
  #promisedAt: number
  #elapsedMs = 0
  /** The same in working days: a later promise may count these. */
  #elapsedDayMs = 0
  #mode: 'running' | 'paused' | 'met' | 'cancelled' | 'not_applicable' = 'running'
  #pauseReason = ''
  #metAt: number | null = null
  #breachedAt: number | null = null
  #override: DueOverride | null = null

  constructor(start: LedgerEntry, calendars: ReadonlyMap<string, Calendar>) {
    this.#promise = start
    this.#at = start.at
    this.#promisedAt = start.at
    this.#calendars = calendars
  }

  apply(entry: LedgerEntry): void {
    if (entry.kind === 'breach') {
      this.#breachedAt = entry.at
      return
    }
    this.#advance(entry.at)
    this.#promise = entry
    if (this.#override !== null && entry.dueAt !== undefined) this.#override = { ...this.#override, dueAt: entry.dueAt }
    switch (entry.kind) {
      case 'pause':
        this.#mode = 'paused'
        this.#pauseReason = entry.reason ?? 'paused'
        break
      case 'start':
      case 'resume':
        this.#promisedAt = entry.at
        this.#mode = 'running'
        this.#metAt = null
        break
      case 'fulfil':
        this.#mode = 'met'
        this.#metAt = entry.at
        this.#pauseReason = 'solved'
        break
      case 'cancel':
        this.#mode = 'cancelled'
        this.#pauseReason = entry.reason ?? 'cancelled'
        break
      case 'not_applicable':
        this.#mode = 'not_applicable'
        break
      case 'retarget':
        this.#promisedAt = entry.at
        break
      case 'override':
        this.#promisedAt = entry.at
        this.#override = overrideOf(entry)
        break
      case 'override_undone':
        this.#promisedAt = entry.at
        this.#override = null
        break
    }
  }

  explain(asOf: number): ClockExplanation {
    if (this.#mode === 'running' || this.#mode === 'paused') this.#advance(asOf)
    const { targetMs } = this.#promise
    const unit = unitOf(this.#promise)
    const usedMs = unit === 'days' ? this.#elapsedDayMs : this.#elapsedMs
    const remainingMs = Math.max(0, targetMs - usedMs)
    const dueAt = this.#forecast(remainingMs)
    const isPast = this.#mode === 'running' && dueAt !== null && dueAt <= asOf
    const passed = this.#breachedAt ?? (isPast ? dueAt : null)
    return {
      asOf,
      targetMs,
      unit,
      elapsedMs: this.#elapsedMs,
      usedMs,
      remainingMs,
      dueAt,
      state: passed === null ? this.#mode : 'breached',
      metAt: this.#metAt,
      breachedAt: passed,
      override: this.#override,
      segments: this.#segments,
    }
  }

  /** When the target is used up if nothing more happens; a target already used up names the moment it was. */
  #forecast(remainingMs: number): number | null {
    if (this.#mode !== 'running' && this.#mode !== 'met') return null
    const byHand = this.#promise.dueAt
    if (remainingMs === 0 && byHand === undefined)
      return this.#breachedAt ?? Math.max(this.#momentUsedUp(), this.#promisedAt)
    const dueAt = byHand ?? dueAfter(countedBy(this.#calendar(), this.#promise.inDays), this.#at, remainingMs)
    if (this.#mode === 'running') this.#push(explainSpan(this.#calendar(), { from: this.#at, to: dueAt }), true)
    return dueAt
  }

  #momentUsedUp(): number {
    let left = this.#promise.targetMs
    for (const { from, to, counted, calendar } of this.#segments) {
      if (!counted) continue
      const counting = countedBy(this.#calendar(calendar), this.#promise.inDays)
      const weight = workingTimeBetween(counting, from, to)
      if (weight >= left) return dueAfter(counting, from, left)
      left -= weight
    }
    return this.#at
  }

  #advance(to: number): void {
    if (to <= this.#at) return
    if (this.#mode === 'running') {
      this.#push(explainSpan(this.#calendar(), { from: this.#at, to }), false)
      this.#elapsedMs += workingTimeBetween(this.#calendar(), this.#at, to)
      this.#elapsedDayMs += workingTimeBetween(inWorkingDays(this.#calendar()), this.#at, to)
    } else {
      const { policy, calendar } = this.#promise
      this.#segments.push({
        from: this.#at,
        to,
        counted: false,
        reason: this.#pauseReason,
        policy,
        calendar,
        isForecast: false,
      })
    }
    this.#at = to
  }

  #calendar(name = this.#promise.calendar): Calendar {
    const calendar = this.#calendars.get(name)
    if (calendar === undefined) throw new RangeError(`No calendar ${name}.`)
    return calendar
  }

  #push(segments: readonly Segment[], isForecast: boolean): void {
    const { policy, calendar } = this.#promise
    for (const segment of segments) this.#segments.push({ ...segment, policy, calendar, isForecast })
  }
}

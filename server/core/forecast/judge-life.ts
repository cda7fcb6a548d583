import { type Calendar, dueAfter } from '../calendars/index.ts'
import { countedBy } from '../clocks/run-clock.ts'
import { breachRisk } from './breach-risk.ts'
import { type ClockLife, countedBefore, type PromisedFrom, whenCounted } from './clock-life.ts'
import type { Curves } from './strata.ts'

/** Shares of the target, in per cent, at which a clock is asked how likely it is late. */
export const judgedPoints = [25, 50, 75] as const

/** Why a prediction counts for nothing: its due time is still to come, its clock never came to a verdict, or there was none. */
export type UnjudgedReason = 'notDue' | 'undecided' | 'noEstimate'

/** What was to be expected of a clock at a point of its life, and what came of it. */
export interface Prediction {
  readonly metric: string
  readonly point: (typeof judgedPoints)[number]
  readonly at: number
  /** Null where it counts for nothing. */
  readonly judged: { readonly probability: number; readonly isLate: boolean } | null
  readonly unjudged: UnjudgedReason | null
}

/** What a judge needs: the hours, the instant up to which outcomes count, and the curves that were in use at an instant. */
export interface Judging {
  readonly now: number
  readonly calendars: ReadonlyMap<string, Calendar>
  readonly curvesAt: (at: number) => Curves | null
}

/**
 * What would have been said of a clock when 25, 50 and 75 % of its target had counted, by the curves of that day, held
 * against what happened: late when more than the target of then had counted before it was fulfilled. One that was
 * called off before that, or stands still, has no verdict. What was to fall due after now is left out whatever came of
 * it, for of those only the quick ones are known. A point at which a new promise jumps is passed over.
 */
export function judgeLife(life: ClockLife, judging: Judging): Prediction[] {
  return judgedPoints.flatMap((point) => {
    const asked = findPoint(life, point, judging.now)
    const judged = asked === null ? null : judge(life, asked, judging)
    if (asked === null || judged === null) return []
    const told = { metric: life.metric, point, at: asked.at }
    return typeof judged === 'string'
      ? { ...told, judged: null, unjudged: judged }
      : { ...told, judged, unjudged: null }
  })
}

/** A point of a life: when it came, what had counted, and what was promised then. */
interface Point {
  readonly at: number
  readonly usedMs: number
  readonly promise: PromisedFrom
}

/** Null where the hours are not known any more. */
function judge(
  life: ClockLife,
  { at, usedMs, promise: { targetMs, calendar } }: Point,
  { now, calendars, curvesAt }: Judging,
): Prediction['judged'] | UnjudgedReason {
  const hours = calendars.get(calendar)
  if (hours === undefined) return null
  if (dueAfter(countedBy(hours, life.unit === 'days'), at, targetMs - usedMs) > now) return 'notDue'
  const curves = curvesAt(at)
  const risk = curves === null ? null : breachRisk(curves, { ...life, usedMs, targetMs })
  if (risk === null) return 'noEstimate'
  const isLate = verdictOf(life, targetMs, now)
  return isLate === null ? 'undecided' : { probability: risk.probability, isLate }
}

function findPoint(life: ClockLife, point: number, now: number): Point | null {
  const endedAt = life.end?.at ?? now
  for (const [place, promise] of life.promises.entries()) {
    const usedMs = (promise.targetMs * point) / 100
    const until = life.promises[place + 1]?.at ?? endedAt
    if (usedMs < countedBefore(life, promise.at)) continue
    // What ends at the very point was not running there any more.
    if (usedMs >= countedBefore(life, until)) continue
    const at = whenCounted(life, usedMs)
    if (at !== null) return { at, promise, usedMs }
  }
  return null
}

function verdictOf(life: ClockLife, targetMs: number, now: number): boolean | null {
  if (countedBefore(life, life.end?.at ?? now) > targetMs) return true
  return life.end?.isFulfilled === true ? false : null
}

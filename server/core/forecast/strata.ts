import type { ClockUnit } from '../clocks/index.ts'
import { type ClockLife, countedBefore, type Place } from './clock-life.ts'
import { type Duration, type SurvivalCurve, survivalCurve } from './survival-curve.ts'

/** Clocks that are alike: what they measure, in which unit, and what their tickets were; null = whatever it was. */
export interface Stratum extends Place {
  readonly metric: string
  readonly unit: ClockUnit
}

export interface StratumCurve {
  readonly stratum: Stratum
  readonly curve: SurvivalCurve
}

/** How long clocks took by stratum, as known at one instant. */
export type Curves = ReadonlyMap<string, StratumCurve>

/** A curve of fewer clocks tells nothing and is not kept. */
export const fewestClocks = 20

const everything: Place = { queue: null, priority: null, serviceLine: null }

/** The strata a clock belongs to, the narrowest first: queue with priority, queue, service line, all of its metric. */
export function strataOf({ metric, unit, place }: Pick<ClockLife, 'metric' | 'unit' | 'place'>): Stratum[] {
  const { queue, priority, serviceLine } = place
  const places: Place[] = []
  if (queue !== null && priority !== null) places.push({ ...everything, queue, priority })
  if (queue !== null) places.push({ ...everything, queue })
  if (serviceLine !== null) places.push({ ...everything, serviceLine })
  return [...places, everything].map((one) => ({ metric, unit, ...one }))
}

/** One word for a stratum. */
export function stratumKey({ metric, unit, queue, priority, serviceLine }: Stratum): string {
  return JSON.stringify([metric, unit, queue, priority, serviceLine])
}

/**
 * The curves of all strata with enough clocks, of what was known at `until` and nothing later: clocks that ended after it
 * had been seen to run until then, and those that began after it had not been seen.
 */
export function curvesKnownAt(lives: readonly ClockLife[], until: number): Curves {
  const durations = new Map<string, { stratum: Stratum; of: Duration[] }>()
  for (const life of lives) {
    if (life.startedAt >= until) continue
    const isOver = life.end !== null && life.end.at < until
    const one = {
      ms: countedBefore(life, isOver ? life.end.at : until),
      isEnded: isOver && life.end.isFulfilled,
    }
    for (const stratum of strataOf(life)) {
      const key = stratumKey(stratum)
      const own = durations.get(key) ?? { stratum, of: [] }
      own.of.push(one)
      durations.set(key, own)
    }
  }
  return toCurves(
    [...durations.values()]
      .filter(({ of }) => of.length >= fewestClocks)
      .map(({ stratum, of }) => ({ stratum, curve: survivalCurve(of) })),
  )
}

/** Kept curves by their stratum. */
export function toCurves(kept: readonly StratumCurve[]): Curves {
  return new Map(kept.map((one) => [stratumKey(one.stratum), one]))
}

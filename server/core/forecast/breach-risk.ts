import type { ClockLife } from './clock-life.ts'
import { type Curves, fewestClocks, strataOf, type Stratum, type StratumCurve, stratumKey } from './strata.ts'
import { countLongerThan, medianLongerThan, shareLongerThan, type SurvivalCurve } from './survival-curve.ts'

/** A clock at an instant: what has counted and what it promises, in its unit. */
export interface ClockNow extends Pick<ClockLife, 'metric' | 'unit' | 'place'> {
  readonly usedMs: number
  readonly targetMs: number
}

/** How likely a clock is not fulfilled before its target is used up, and what that stands on. */
export interface BreachRisk {
  /** 0..1. */
  readonly probability: number
  /** The narrowest stratum of which enough clocks took longer than this one has so far, and how many did. */
  readonly stratum: Stratum
  readonly sample: number
  /** By when half of those had been fulfilled, counted from the beginning; null when that was never seen. */
  readonly medianMs: number | null
}

/** So many clocks of a narrow stratum weigh as much as all that is known of the wider one around it. */
const weightOfWider = 20

/**
 * The probability that a clock is late: of those that take longer than it has so far the share that takes longer than its
 * target, `S(target) / S(used)`. `S` is the curve of its narrowest stratum, drawn towards that of the wider ones: of `n`
 * clocks it weighs `n / (n + 20)`, as a Dirichlet process around the wider curve does (Susarla and Van Ryzin, JASA 71
 * (1976) 897-902). One curve is asked for both, so the probability never falls while the clock runs and nothing else
 * happens. Null where fewer than 20 clocks of its metric are known to have taken longer: then nothing is known.
 */
export function breachRisk(curves: Curves, clock: ClockNow): BreachRisk | null {
  const { usedMs, targetMs } = clock
  const known = strataOf(clock).flatMap((stratum) => curves.get(stratumKey(stratum)) ?? [])
  const widest = known.at(-1)
  if (widest === undefined || !isKnown(widest, usedMs)) return null
  const basis = known.find((one) => isKnown(one, usedMs)) ?? widest
  const byWidth = known.map(({ curve }) => curve).toReversed()
  return {
    probability: usedMs >= targetMs ? 1 : shareLonger(byWidth, targetMs) / shareLonger(byWidth, usedMs),
    stratum: basis.stratum,
    sample: countLongerThan(basis.curve, usedMs),
    medianMs: medianLongerThan(basis.curve, usedMs),
  }
}

const isKnown = ({ curve }: StratumCurve, usedMs: number) => countLongerThan(curve, usedMs) >= fewestClocks

/** The share that takes longer than `ms` by curves from the widest to the narrowest, each drawn towards those before it. */
function shareLonger([widest, ...narrower]: readonly SurvivalCurve[], ms: number): number {
  return narrower.reduce(
    (share, curve) => {
      const weight = curve.n / (curve.n + weightOfWider)
      return weight * shareLongerThan(curve, ms) + (1 - weight) * share
    },
    widest === undefined ? 1 : shareLongerThan(widest, ms),
  )
}

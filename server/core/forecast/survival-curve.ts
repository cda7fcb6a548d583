/** How long something took, in ms; without its end (`isEnded` false) it took longer than that. */
export interface Duration {
  readonly ms: number
  readonly isEnded: boolean
}

/** At `ms` some ended: `survival` is the share that took longer, `left` how many were seen to. Written short, for many are kept. */
export type Step = readonly [ms: number, survival: number, left: number]

/** The shares that take longer than any time: 1 before the first step, and after the last one what that says. */
export interface SurvivalCurve {
  /** How many it is made of. */
  readonly n: number
  /** In the order of time. */
  readonly steps: readonly Step[]
}

/** A step that is kept leaves at most so much of the share of the one before: of a tail, too, the ratios are to be right. */
const keptRatio = 0.975
const digits = 1e6

/**
 * The product-limit estimate of Kaplan and Meier (JASA 53 (1958) 457-481): of those still there at each time the share that
 * ended, multiplied up. What was cut off counts as long as it was seen. Of steps of less than a fortieth of what is left
 * only some are kept, exact where they are.
 */
export function survivalCurve(durations: readonly Duration[]): SurvivalCurve {
  const sorted = durations.toSorted((one, other) => one.ms - other.ms)
  const steps: Step[] = []
  let [survival, kept] = [1, 1]
  for (let place = 0; place < sorted.length;) {
    const ms = (sorted[place] as Duration).ms
    const there = sorted.length - place
    let ended = 0
    for (; sorted[place]?.ms === ms; place++) if (sorted[place]?.isEnded) ended++
    if (ended === 0) continue
    survival *= 1 - ended / there
    if (survival > kept * keptRatio && place < sorted.length) continue
    kept = survival
    steps.push([ms, Math.round(survival * digits) / digits, sorted.length - place])
  }
  return { n: sorted.length, steps }
}

function stepAt({ steps }: SurvivalCurve, ms: number): Step | null {
  let [low, high] = [0, steps.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if ((steps[middle] as Step)[0] <= ms) low = middle + 1
    else high = middle
  }
  return steps[low - 1] ?? null
}

/** The share that takes longer than `ms`. */
export function shareLongerThan(curve: SurvivalCurve, ms: number): number {
  return stepAt(curve, ms)?.[1] ?? 1
}

/** How many were seen to take longer than `ms`, counted at the last step before it. */
export function countLongerThan(curve: SurvivalCurve, ms: number): number {
  return stepAt(curve, ms)?.[2] ?? curve.n
}

/** By when half of those that take longer than `ms` have ended; null when that was never seen. */
export function medianLongerThan(curve: SurvivalCurve, ms: number): number | null {
  const half = shareLongerThan(curve, ms) / 2 + 1 / digits
  return curve.steps.find(([, survival]) => survival <= half)?.[0] ?? null
}

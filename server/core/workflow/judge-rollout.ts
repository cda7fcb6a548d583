/** What is compared between the tasks that are rolled out and the others. */
export const rolloutMeasures = ['offersNotAccepted', 'tasksAbandoned', 'firstResponsesLate', 'waitP90'] as const
export type RolloutMeasure = (typeof rolloutMeasures)[number]

/** When the version before is to be in force again. */
export interface RolloutTripwire {
  readonly measure: RolloutMeasure
  /** Percent of the other tasks' value. */
  readonly worseByPercent: number
  /** Counted on each side before anything is judged. */
  readonly atLeast: number
}

/** A measure of one side: a share from 0 to 1, or ms for `waitP90`; null = nothing has been counted. */
export interface RolloutFigure {
  readonly value: number | null
  readonly counted: number
}

export type RolloutFigures = Readonly<Record<RolloutMeasure, RolloutFigure>>

/** The tasks that wait by the new terms, and the others. */
export interface RolloutSides {
  readonly rolledOut: RolloutFigures
  readonly others: RolloutFigures
}

export interface TripwireVerdict {
  readonly tripwire: RolloutTripwire
  /** `waiting` = not enough counted yet; `unsure` = worse, though it may be chance. */
  readonly state: 'waiting' | 'holds' | 'unsure' | 'worse'
}

/** Standard errors: chance alone goes beyond in 0.13 % of single looks, and there is one every minute. */
const significantZ = 3

/**
 * What each tripwire says of the figures: `worse` where the value of the tasks rolled out is beyond that of the others by
 * more than the tripwire allows and, for a share, lies three standard errors above it by the test of two proportions
 * (NIST/SEMATECH e-Handbook of Statistical Methods, 7.3.3). A wait has no such test here: its `atLeast` says how many are enough.
 */
export function judgeRollout(sides: RolloutSides, tripwires: readonly RolloutTripwire[]): readonly TripwireVerdict[] {
  return tripwires.map((tripwire) => ({ tripwire, state: stateOf(sides, tripwire) }))
}

function stateOf(
  { rolledOut, others }: RolloutSides,
  { measure, worseByPercent, atLeast }: RolloutTripwire,
): TripwireVerdict['state'] {
  const { [measure]: ours } = rolledOut
  const { [measure]: theirs } = others
  const isEnough = Math.min(ours.counted, theirs.counted) >= atLeast
  if (!isEnough || ours.value === null || theirs.value === null) return 'waiting'
  if (ours.value <= theirs.value * (1 + worseByPercent / 100)) return 'holds'
  const isShare = measure !== 'waitP90'
  return !isShare || zOf(ours.value, ours.counted, theirs.value, theirs.counted) >= significantZ ? 'worse' : 'unsure'
}

/** How many standard errors a share lies above another, by the share of both together. */
function zOf(share: number, count: number, otherShare: number, otherCount: number): number {
  const pooled = (share * count + otherShare * otherCount) / (count + otherCount)
  const error = Math.sqrt(pooled * (1 - pooled) * (1 / count + 1 / otherCount))
  return error === 0 ? 0 : (share - otherShare) / error
}

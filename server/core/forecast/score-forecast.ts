import { type Interval, wilson95 } from '../quality/interval.ts'
import type { Prediction, UnjudgedReason } from './judge-life.ts'

/** Predictions of one tenth of the probabilities: `from <= p < to`, the last with 1. */
export interface ReliabilityBin {
  readonly from: number
  readonly to: number
  readonly n: number
  /** Clocks they were made of: one may be asked more than once. */
  readonly clocks: number
  /** Mean probability, and the share that was late; null without predictions. */
  readonly predicted: number | null
  readonly observed: number | null
  /** Wilson's, 95 %, of as many trials as there are clocks, for what is said of one clock comes out together. */
  readonly interval: Interval | null
}

/** How good the predictions of one metric were. */
export interface ForecastScore {
  readonly metric: string
  readonly n: number
  readonly clocks: number
  /** Predictions that count for nothing: all of them, and by their reason. */
  readonly excluded: number
  readonly excludedBy: Readonly<Record<UnjudgedReason, number>>
  readonly predicted: number | null
  readonly observed: number | null
  /** Mean squared error, 0 at best (Brier, Monthly Weather Review 78 (1950) 1-3); null without predictions. */
  readonly brier: number | null
  /** What it would be had the share that was late been said of every clock: who says that knows the outcome. */
  readonly baseBrier: number | null
  /** 1 - brier / baseBrier: how much of that error is gone; null where nothing differed. */
  readonly skill: number | null
  readonly bins: readonly ReliabilityBin[]
}

interface Sum {
  n: number
  clocks: number
  predicted: number
  late: number
  squares: number
}

interface Tally extends Sum {
  readonly excludedBy: Record<UnjudgedReason, number>
  readonly bins: readonly Sum[]
}

const binCount = 10
const newSum = (): Sum => ({ n: 0, clocks: 0, predicted: 0, late: 0, squares: 0 })
const newTally = (): Tally => ({
  ...newSum(),
  excludedBy: { notDue: 0, undecided: 0, noEstimate: 0 },
  bins: Array.from({ length: binCount }, newSum),
})

/** Scores predictions, given clock by clock, by metric in the order of their names. */
export function scoreForecast(clocks: Iterable<readonly Prediction[]>): ForecastScore[] {
  const tallies = new Map<string, Tally>()
  for (const predictions of clocks) {
    // Each clock counts once in every sum that one of its predictions is in.
    const counted = new Set<Sum>()
    for (const { metric, judged, unjudged } of predictions) {
      const tally = tallies.get(metric) ?? newTally()
      tallies.set(metric, tally)
      if (unjudged !== null) tally.excludedBy[unjudged] += 1
      if (judged === null) continue
      const bin = tally.bins[Math.min(binCount - 1, Math.floor(judged.probability * binCount))] as Sum
      for (const sum of [tally, bin]) {
        add(sum, judged)
        if (!counted.has(sum)) sum.clocks += 1
        counted.add(sum)
      }
    }
  }
  return [...tallies]
    .toSorted(([one], [other]) => (one < other ? -1 : 1))
    .map(([metric, tally]) => scoreOf(metric, tally))
}

function add(sum: Sum, { probability, isLate }: NonNullable<Prediction['judged']>): void {
  sum.n += 1
  sum.predicted += probability
  sum.late += Number(isLate)
  sum.squares += (probability - Number(isLate)) ** 2
}

const meansOf = ({ n, predicted, late }: Sum) => ({
  predicted: n === 0 ? null : predicted / n,
  observed: n === 0 ? null : late / n,
})

function scoreOf(metric: string, tally: Tally): ForecastScore {
  const { n, clocks, excludedBy, squares, bins } = tally
  const { predicted, observed } = meansOf(tally)
  const brier = n === 0 ? null : squares / n
  const baseBrier = observed === null ? null : observed * (1 - observed)
  const skill = brier === null || baseBrier === null || baseBrier === 0 ? null : 1 - brier / baseBrier
  const excluded = excludedBy.notDue + excludedBy.undecided + excludedBy.noEstimate
  const errors = { brier, baseBrier, skill }
  return { metric, n, clocks, excluded, excludedBy, predicted, observed, ...errors, bins: bins.map(binOf) }
}

function binOf(sum: Sum, place: number): ReliabilityBin {
  const { n, clocks } = sum
  const means = meansOf(sum)
  return {
    from: place / binCount,
    to: (place + 1) / binCount,
    n,
    clocks,
    ...means,
    interval: means.observed === null ? null : wilson95(means.observed, clocks),
  }
}

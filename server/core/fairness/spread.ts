/** How far apart the figures of several people are. Null where too few are there to differ, or nothing to divide by. */
export interface Spread {
  readonly mean: number | null
  /** 0 = all the same, towards 1 = one has it all. */
  readonly gini: number | null
  /** The highest by the lowest; null while the lowest is 0. */
  readonly maxMin: number | null
  /** The highest less the lowest. */
  readonly gap: number | null
}

/** The spread of figures of 0 or more. Who is alone has none. */
export function spreadOf(values: readonly number[]): Spread {
  if (values.length === 0) return { mean: null, gini: null, maxMin: null, gap: null }
  const sum = values.reduce((total, value) => total + value, 0)
  const mean = sum / values.length
  if (values.length === 1) return { mean, gini: null, maxMin: null, gap: null }
  const lowest = Math.min(...values)
  const highest = Math.max(...values)
  return { mean, gini: giniOf(values, sum), maxMin: lowest === 0 ? null : highest / lowest, gap: highest - lowest }
}

/** Half the mean difference of all pairs by the mean, from the sorted figures alone. Nobody having anything is even. */
function giniOf(values: readonly number[], sum: number): number {
  if (sum === 0) return 0
  const n = values.length
  const weighted = values
    .toSorted((one, other) => one - other)
    .reduce((total, value, place) => total + (place + 1) * value, 0)
  return Math.max(0, (2 * weighted) / (n * sum) - (n + 1) / n)
}

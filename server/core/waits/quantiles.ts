/** Standard normal quantiles of the two shares that are given out. */
export const normalP50 = 0
export const normalP90 = 1.2816

/**
 * A quantile of the ratio (G(k) / k) / (G(n) / n) of two gamma variables, that is of F(2k, 2n), by Paulson's formula
 * (E. Paulson 1942, after Wilson and Hilferty 1931): the cube root of each is nearly normal. `z` is the normal quantile.
 * Within 3 % from k = 1, n = 3 on.
 */
export function ratioQuantile(k: number, n: number, z: number): number {
  const a = 1 / (9 * k)
  const b = 1 / (9 * n)
  const below = (1 - b) ** 2 - z * z * b
  const root = ((1 - a) * (1 - b) + z * Math.sqrt((1 - a) ** 2 * b + (1 - b) ** 2 * a - z * z * a * b)) / below
  return Math.max(0, root) ** 3
}

/** The value below which `share` of these lie, interpolated; null when there are none. */
export function sampleQuantile(values: readonly number[], share: number): number | null {
  const sorted = values.toSorted((one, other) => one - other)
  const place = share * (sorted.length - 1)
  const low = sorted[Math.floor(place)]
  const high = sorted[Math.ceil(place)]
  return low === undefined || high === undefined ? null : low + (high - low) * (place - Math.floor(place))
}

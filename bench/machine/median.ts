/** The middle of the numbers, rounded to the given digits; NaN without any. */
export function median(numbers: readonly number[], digits = 1): number {
  const sorted = numbers.toSorted((a, b) => a - b)
  const middle = sorted.length >> 1
  const upper = sorted[middle] ?? Number.NaN
  const value = sorted.length % 2 === 1 ? upper : (upper + (sorted[middle - 1] ?? Number.NaN)) / 2
  return Math.round(value * 10 ** digits) / 10 ** digits
}

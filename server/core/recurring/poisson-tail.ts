/**
 * How likely it is to see at least `seen` events where `expected` are usual, if nothing has changed: the upper tail of
 * the Poisson distribution. 8 seen where 2 are expected give 0.0011 (helpdesk.md 2.8). `seen` is a whole number from 0,
 * `expected` is above 0 unless nothing was seen.
 */
export function poissonTail(seen: number, expected: number): number {
  if (seen <= 0) return 1
  if (expected <= 0) return 0
  let logTerm = -expected
  for (let count = 1; count <= seen; count++) logTerm += Math.log(expected / count)
  let sum = 0
  for (let count = seen; ; count++) {
    const term = Math.exp(logTerm)
    sum += term
    // Past the mean every further term is smaller than the one before.
    if (count > expected && term <= sum * Number.EPSILON) return Math.min(1, sum)
    logTerm += Math.log(expected / (count + 1))
  }
}

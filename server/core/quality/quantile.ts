import type { Slices } from './chosen-facts.ts'

/**
 * Exact quantiles, each between the two values nearest to its share as `percentile_cont` of SQL has it; null without
 * values. Shares must rise. The values are put into another order.
 */
export function* quantiles(values: Float64Array, shares: readonly number[]): Slices<(number | null)[]> {
  const size = values.length
  let from = 0
  const found: (number | null)[] = []
  for (const share of shares) {
    if (size === 0) {
      found.push(null)
      continue
    }
    const place = share * (size - 1)
    const below = Math.floor(place)
    yield* select(values, below, from)
    from = below
    const low = values[below] ?? 0
    found.push(place === below ? low : low + (leastFrom(values, below + 1) - low) * (place - below))
  }
  return found
}

function leastFrom(values: Float64Array, from: number): number {
  let least = Infinity
  for (let index = from; index < values.length; index++) least = Math.min(least, values[index] as number)
  return least
}

/** Puts the value that sorting would put at `place` there: none before it is greater, none behind it is less. */
function* select(list: Float64Array, place: number, from: number): Slices<void> {
  let [low, high] = [from, list.length - 1]
  while (low < high) {
    const { left, right } = part(list, low, high)
    yield high - low
    if (place <= right) high = right
    else if (place >= left) low = left
    else return
  }
}

/** Nothing up to `right` is greater than what stands behind it, nothing from `left` on less than what stands before. */
function part(list: Float64Array, low: number, high: number): { left: number; right: number } {
  const pivot = list[(low + high) >> 1] as number
  let [left, right] = [low, high]
  while (left <= right) {
    while ((list[left] as number) < pivot) left++
    while ((list[right] as number) > pivot) right--
    if (left > right) break
    const swapped = list[left] as number
    list[left++] = list[right] as number
    list[right--] = swapped
  }
  return { left, right }
}

/**
 * Exact quantiles, each between the two values nearest to its share as `percentile_cont` of SQL has it; null without
 * values. Shares must rise. The values are put into another order.
 */
export function quantiles(values: Float64Array, shares: readonly number[]): (number | null)[] {
  const size = values.length
  let from = 0
  return shares.map((share) => {
    if (size === 0) return null
    const place = share * (size - 1)
    const below = Math.floor(place)
    select(values, below, from)
    from = below
    const low = values[below] ?? 0
    if (place === below) return low
    let high = Infinity
    for (let index = below + 1; index < size; index++) high = Math.min(high, values[index] ?? Infinity)
    return low + (high - low) * (place - below)
  })
}

/** Puts the value that sorting would put at `place` there: none before it is greater, none behind it is less. */
function select(list: Float64Array, place: number, from: number): void {
  let [low, high] = [from, list.length - 1]
  while (low < high) {
    const pivot = list[(low + high) >> 1] ?? 0
    let [left, right] = [low, high]
    while (left <= right) {
      while ((list[left] ?? 0) < pivot) left++
      while ((list[right] ?? 0) > pivot) right--
      if (left > right) break
      const swapped = list[left] ?? 0
      list[left++] = list[right] ?? 0
      list[right--] = swapped
    }
    if (place <= right) high = right
    else if (place >= left) low = left
    else return
  }
}

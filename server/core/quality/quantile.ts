/** Values that grow by one at a time. */
export interface Values {
  list: Float64Array
  size: number
}

export const noValues = (): Values => ({ list: new Float64Array(16), size: 0 })

export function addValue(values: Values, value: number): void {
  if (values.size === values.list.length) {
    const wider = new Float64Array(values.size * 2)
    wider.set(values.list)
    values.list = wider
  }
  values.list[values.size++] = value
}

/**
 * Exact quantiles, each between the two values nearest to its share as `percentile_cont` of SQL has it; null without
 * values. Shares must rise. The values are put into another order.
 */
export function quantiles(values: Values, shares: readonly number[]): (number | null)[] {
  const { size } = values
  const list = values.list.subarray(0, size)
  let from = 0
  return shares.map((share) => {
    if (size === 0) return null
    const place = share * (size - 1)
    const below = Math.floor(place)
    select(list, below, from)
    from = below
    const low = list[below] ?? 0
    if (place === below) return low
    let high = Infinity
    for (let index = below + 1; index < size; index++) high = Math.min(high, list[index] ?? Infinity)
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

/** From an instant on, up to and without another; epoch ms. */
export interface Stretch {
  readonly from: number
  readonly to: number
}

/** The same time as stretches in order, none of which touches another. */
export function joinStretches(stretches: readonly Stretch[]): Stretch[] {
  const joined: { from: number; to: number }[] = []
  for (const { from, to } of stretches.toSorted((one, other) => one.from - other.from)) {
    const last = joined.at(-1)
    if (from >= to) continue
    if (last !== undefined && from <= last.to) last.to = Math.max(last.to, to)
    else joined.push({ from, to })
  }
  return joined
}

/** The time that is in both; each of them joined. */
export function commonStretches(some: readonly Stretch[], others: readonly Stretch[]): Stretch[] {
  const common: Stretch[] = []
  for (let [one, other] = [0, 0]; ;) {
    const [left, right] = [some[one], others[other]]
    if (left === undefined || right === undefined) return common
    const stretch = { from: Math.max(left.from, right.from), to: Math.min(left.to, right.to) }
    if (stretch.from < stretch.to) common.push(stretch)
    if (left.to < right.to) one += 1
    else other += 1
  }
}

/** How much of each part falls into joined stretches; the parts are in order and do not overlap. */
export function lengthsWithin(stretches: readonly Stretch[], parts: readonly Stretch[]): number[] {
  let first = 0
  return parts.map((part) => {
    while ((stretches[first]?.to ?? Infinity) <= part.from) first += 1
    let length = 0
    for (let next = first; ; next += 1) {
      const stretch = stretches[next]
      if (stretch === undefined || stretch.from >= part.to) return length
      length += Math.min(stretch.to, part.to) - Math.max(stretch.from, part.from)
    }
  })
}

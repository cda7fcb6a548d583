/** Random numbers that are the same for the same seed. */
export interface Random {
  /** From 0 up to but not 1. */
  next(): number
  /** From `least` up to but not `most`. */
  between(least: number, most: number): number
  pick<T>(list: readonly T[]): T
  /** The place of one of the weights, the heavier the likelier. */
  weighted(weights: readonly number[]): number
}

/** The generator mulberry32: 32 bits of state, good enough for made-up history. */
export function createRandom(seed: number): Random {
  let state = seed >>> 0
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
  const between = (least: number, most: number) => least + next() * (most - least)
  return {
    next,
    between,
    pick: (list) => {
      const picked = list[Math.floor(next() * list.length)]
      if (picked === undefined) throw new RangeError('There is nothing to pick from.')
      return picked
    },
    weighted: (weights) => {
      let rest = next() * weights.reduce((sum, weight) => sum + weight, 0)
      return Math.max(
        0,
        weights.findIndex((weight) => (rest -= weight) < 0),
      )
    },
  }
}

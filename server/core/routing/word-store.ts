const FIRST_LENGTH = 1_024

/**
 * Many short lists of 32-bit words side by side in one array. A decision looks into lists of agents and signatures that
 * no cache holds; a typed array for each would cost two more waits for memory than a place in this one.
 */
export class WordStore {
  /** Replaced when it grows: read it anew after `take`. */
  words = new Uint32Array(FIRST_LENGTH)
  #used = 0
  /** Places given back, by their length. */
  readonly #free = new Map<number, number[]>()

  /** The place of `length` words, all 0. */
  take(length: number): number {
    const reused = this.#free.get(length)?.pop()
    if (reused !== undefined) return reused
    const base = this.#used
    this.#used += length
    if (this.#used > this.words.length) {
      const wider = new Uint32Array(Math.max(this.#used, this.words.length * 2))
      wider.set(this.words)
      this.words = wider
    }
    return base
  }

  /** Takes a place back that `take` gave for this length. */
  giveBack(base: number, length: number): void {
    if (length === 0) return
    this.words.fill(0, base, base + length)
    const free = this.#free.get(length)
    if (free === undefined) this.#free.set(length, [base])
    else free.push(base)
  }

  /** Moves a list to a longer place and gives that place. */
  widen(base: number, length: number, longer: number): number {
    const moved = this.take(longer)
    this.words.copyWithin(moved, base, base + length)
    this.giveBack(base, length)
    return moved
  }
}

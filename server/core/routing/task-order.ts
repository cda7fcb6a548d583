/** What tasks of one class are ordered by: the earlier entry first, then the id. */
export interface Entered {
  readonly id: string
  enteredAt: number
}

const CHUNK = 128

export const entersBefore = (left: Entered, right: Entered): boolean =>
  left.enteredAt === right.enteredAt ? left.id < right.id : left.enteredAt < right.enteredAt

/**
 * Tasks by entry. Not a plain queue because a declined or transferred task comes back at its old rank. Chunks keep
 * insert and remove near O(log n + CHUNK) however long the backlog is. Each chunk runs from its latest item to its
 * earliest, and the first chunk stands apart: nearly all removals are of the first item, which is then taken off an end.
 */
export class TaskOrder<Item extends Entered> {
  /** Empty only when nothing is held. */
  #first: Item[] = []
  readonly #later: Item[][] = []

  get first(): Item | null {
    return earliestOf(this.#first) ?? null
  }

  insert(item: Item): void {
    const at = this.#chunkFor(item)
    const chunk = this.#chunkAt(at)
    const earliest = earliestOf(chunk)
    if (earliest === undefined || entersBefore(item, earliest)) chunk.push(item)
    else chunk.splice(positionIn(chunk, item), 0, item)
    if (chunk.length > CHUNK) this.#later.splice(at + 1, 0, chunk.splice(0, CHUNK / 2))
  }

  /** False when the item is not held under its present entry. */
  remove(item: Item): boolean {
    if (earliestOf(this.#first) === item) {
      this.#first.pop()
      if (this.#first.length === 0 && this.#later.length > 0) this.#first = this.#later.shift() ?? this.#first
      return true
    }
    const at = this.#chunkFor(item)
    const chunk = this.#chunkAt(at)
    const position = positionIn(chunk, item)
    if (chunk[position] !== item) return false
    chunk.splice(position, 1)
    if (chunk.length === 0) this.#later.splice(at, 1)
    return true
  }

  *[Symbol.iterator](): Generator<Item> {
    yield* this.#first.toReversed()
    for (const chunk of this.#later) yield* chunk.toReversed()
  }

  /** The last of the later chunks that starts at or before the item; -1 = the first chunk. */
  #chunkFor(item: Item): number {
    let low = -1
    let high = this.#later.length - 1
    while (low < high) {
      const middle = (low + high + 1) >> 1
      const head = earliestOf(this.#later[middle] ?? [])
      if (head !== undefined && entersBefore(item, head)) high = middle - 1
      else low = middle
    }
    return low
  }

  #chunkAt(at: number): Item[] {
    return at < 0 ? this.#first : (this.#later[at] ?? this.#first)
  }
}

const earliestOf = <Item extends Entered>(chunk: Item[]): Item | undefined =>
  chunk.length === 0 ? undefined : chunk[chunk.length - 1]

/** How many of the chunk enter after the item. */
const positionIn = <Item extends Entered>(chunk: Item[], item: Item): number => {
  let low = 0
  let high = chunk.length
  while (low < high) {
    const middle = (low + high) >> 1
    const held = chunk[middle]
    if (held !== undefined && entersBefore(item, held)) low = middle + 1
    else high = middle
  }
  return low
}

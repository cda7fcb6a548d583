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
 * insert and remove near O(log n + CHUNK) however long the backlog is. The first chunk stands apart because nearly all
 * removals are of the first item.
 */
export class TaskOrder<Item extends Entered> {
  /** Empty only when nothing is held. */
  #first: Item[] = []
  readonly #later: Item[][] = []

  get first(): Item | null {
    return this.#first[0] ?? null
  }

  insert(item: Item): void {
    const at = this.#chunkFor(item)
    const chunk = this.#chunkAt(at)
    const last = chunk[chunk.length - 1]
    if (last === undefined || entersBefore(last, item)) chunk.push(item)
    else chunk.splice(positionIn(chunk, item), 0, item)
    if (chunk.length > CHUNK) this.#later.splice(at + 1, 0, chunk.splice(CHUNK / 2))
  }

  /** False when the item is not held under its present entry. */
  remove(item: Item): boolean {
    if (this.#first[0] === item) {
      this.#first.shift()
      if (this.#first.length === 0) this.#first = this.#later.shift() ?? this.#first
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
    yield* this.#first
    for (const chunk of this.#later) yield* chunk
  }

  /** The last of the later chunks that starts at or before the item; -1 = the first chunk. */
  #chunkFor(item: Item): number {
    let low = -1
    let high = this.#later.length - 1
    while (low < high) {
      const middle = (low + high + 1) >> 1
      const head = this.#later[middle]?.[0]
      if (head !== undefined && entersBefore(item, head)) high = middle - 1
      else low = middle
    }
    return low
  }

  #chunkAt(at: number): Item[] {
    return at < 0 ? this.#first : (this.#later[at] ?? this.#first)
  }
}

const positionIn = <Item extends Entered>(chunk: Item[], item: Item): number => {
  let low = 0
  let high = chunk.length
  while (low < high) {
    const middle = (low + high) >> 1
    const held = chunk[middle]
    if (held !== undefined && entersBefore(held, item)) low = middle + 1
    else high = middle
  }
  return low
}

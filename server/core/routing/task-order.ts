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
 * insert and remove near O(log n + CHUNK) however long the backlog is.
 */
export class TaskOrder<Item extends Entered> {
  #chunks: Item[][] = []

  get first(): Item | null {
    return this.#chunks[0]?.[0] ?? null
  }

  insert(item: Item): void {
    const at = this.#chunkFor(item)
    const chunk = this.#chunks[at]
    if (chunk === undefined) {
      this.#chunks.push([item])
      return
    }
    chunk.splice(positionIn(chunk, item), 0, item)
    if (chunk.length > CHUNK) this.#chunks.splice(at + 1, 0, chunk.splice(CHUNK / 2))
  }

  /** False when the item is not held under its present entry. */
  remove(item: Item): boolean {
    const at = this.#chunkFor(item)
    const chunk = this.#chunks[at]
    if (chunk === undefined) return false
    const position = chunk[0] === item ? 0 : positionIn(chunk, item)
    if (chunk[position] !== item) return false
    if (position === 0) chunk.shift()
    else chunk.splice(position, 1)
    if (chunk.length === 0) this.#chunks.splice(at, 1)
    return true
  }

  *[Symbol.iterator](): Generator<Item> {
    for (const chunk of this.#chunks) yield* chunk
  }

  /** The last chunk that starts at or before the item; the first one when none does. */
  #chunkFor(item: Item): number {
    let low = 0
    let high = this.#chunks.length - 1
    while (low < high) {
      const middle = (low + high + 1) >> 1
      const head = this.#chunks[middle]?.[0]
      if (head !== undefined && entersBefore(item, head)) high = middle - 1
      else low = middle
    }
    return low
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

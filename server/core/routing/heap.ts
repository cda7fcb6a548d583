/** A binary heap; `goesBefore` must be a strict total order for the pops to be deterministic. */
export class Heap<Item> {
  #items: Item[] = []
  readonly #goesBefore: (left: Item, right: Item) => boolean

  constructor(goesBefore: (left: Item, right: Item) => boolean) {
    this.#goesBefore = goesBefore
  }

  get size(): number {
    return this.#items.length
  }

  get top(): Item | undefined {
    return this.#items[0]
  }

  push(item: Item): void {
    const items = this.#items
    let at = items.length
    items.push(item)
    while (at > 0) {
      const parent = (at - 1) >> 1
      const above = items[parent]
      if (above === undefined || !this.#goesBefore(item, above)) break
      items[at] = above
      at = parent
    }
    items[at] = item
  }

  pop(): Item | undefined {
    const items = this.#items
    const top = items[0]
    const last = items.pop()
    if (last !== undefined && items.length > 0) this.#sink(last)
    return top
  }

  #sink(item: Item): void {
    const items = this.#items
    let at = 0
    for (;;) {
      const left = items[2 * at + 1]
      if (left === undefined) break
      const right = items[2 * at + 2]
      const useRight = right !== undefined && this.#goesBefore(right, left)
      const child = useRight ? right : left
      if (!this.#goesBefore(child, item)) break
      items[at] = child
      at = 2 * at + (useRight ? 2 : 1)
    }
    items[at] = item
  }
}

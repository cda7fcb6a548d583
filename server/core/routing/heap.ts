/**
 * A binary heap, the lowest key first. Keys stand in a list of their own, so that an item is looked at only where keys are
 * equal; `winsTie` must then be a strict total order for the pops to be deterministic.
 */
export class Heap<Item> {
  readonly #items: Item[] = []
  readonly #keys: number[] = []
  readonly #winsTie: (left: Item, right: Item) => boolean

  constructor(winsTie: (left: Item, right: Item) => boolean) {
    this.#winsTie = winsTie
  }

  get size(): number {
    return this.#items.length
  }

  get top(): Item | undefined {
    return this.#items[0]
  }

  push(key: number, item: Item): void {
    let at = this.#items.length
    while (at > 0) {
      const parent = (at - 1) >> 1
      if (!this.#goesBefore(key, item, parent)) break
      this.#move(parent, at)
      at = parent
    }
    this.#put(at, key, item)
  }

  pop(): Item | undefined {
    const top = this.#items[0]
    const key = this.#keys.pop()
    const last = this.#items.pop()
    if (key !== undefined && last !== undefined && this.#items.length > 0) this.#sink(key, last)
    return top
  }

  #sink(key: number, item: Item): void {
    const count = this.#items.length
    let at = 0
    for (let child = 1; child < count; child = 2 * at + 1) {
      if (child + 1 < count && this.#isBefore(child + 1, child)) child += 1
      if (this.#goesBefore(key, item, child)) break
      this.#move(child, at)
      at = child
    }
    this.#put(at, key, item)
  }

  #isBefore(left: number, right: number): boolean {
    const item = this.#items[left]
    return item !== undefined && this.#goesBefore(this.#keys[left] ?? 0, item, right)
  }

  #goesBefore(key: number, item: Item, at: number): boolean {
    const other = this.#keys[at] ?? 0
    if (key !== other) return key < other
    const held = this.#items[at]
    return held !== undefined && this.#winsTie(item, held)
  }

  #move(from: number, to: number): void {
    const item = this.#items[from]
    if (item !== undefined) this.#put(to, this.#keys[from] ?? 0, item)
  }

  #put(at: number, key: number, item: Item): void {
    this.#keys[at] = key
    this.#items[at] = item
  }
}

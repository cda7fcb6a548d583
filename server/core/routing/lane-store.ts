import { widenKeys } from './bits.ts'
import { WordLists } from './word-lists.ts'

/** What tasks of one class are ordered by: the earlier entry first, then the id. */
export interface Entered {
  readonly id: string
  enteredAt: number
}

export const entersBefore = (left: Entered, right: Entered): boolean =>
  left.enteredAt === right.enteredAt ? left.id < right.id : left.enteredAt < right.enteredAt

/**
 * Waiting tasks by lane, each lane in the order of entry; no plain queues, because a declined or transferred task comes
 * back at its old rank. A decision takes the head of one lane in thousands, whose objects no cache holds, and waits for
 * memory at every step from one object to the next. So lanes are lists of slots, and entries stand by slot: to find the
 * next head, numbers are enough.
 */
export class LaneStore<Item extends Entered> {
  /** By lane: when its head entered; Infinity = empty, so that a sweep over heads reads numbers only. */
  headEntries: Float64Array = new Float64Array(64).fill(Infinity)
  readonly #lanes = new WordLists()
  readonly #items: (Item | null)[] = []
  #entries: Float64Array = new Float64Array(64)
  readonly #freeSlots: number[] = []

  /** Makes so many lanes side by side and gives the first one's number. */
  addLanes(count: number): number {
    const first = this.#lanes.add()
    for (let lane = first + 1; lane < first + count; lane += 1) this.#lanes.add()
    const before = this.headEntries.length
    if (first + count > before)
      this.headEntries = widenKeys(this.headEntries, Math.max(first + count, before * 2)).fill(Infinity, before)
    return first
  }

  headOf(lane: number): Item | null {
    return this.headEntries[lane] === Infinity ? null : this.#itemAt(lane, 0)
  }

  insert(lane: number, item: Item): void {
    const position = this.#positionOf(lane, item)
    this.#lanes.insert(lane, position, this.#takeSlot(item))
    if (position === 0) this.headEntries[lane] = item.enteredAt
  }

  /** False when the item is not held under its present entry. */
  remove(lane: number, item: Item): boolean {
    const count = this.#lanes.countOf(lane)
    if (count === 0) return false
    const position = this.#itemAt(lane, 0) === item ? 0 : this.#positionOf(lane, item)
    if (position === count || this.#itemAt(lane, position) !== item) return false
    const slot = this.#lanes.at(lane, position)
    this.#items[slot] = null
    this.#freeSlots.push(slot)
    this.#lanes.remove(lane, position)
    if (position === 0) this.headEntries[lane] = count === 1 ? Infinity : this.#entryAt(lane, 0)
    return true
  }

  /** In the order of entry; the lane must not change meanwhile. */
  *itemsOf(lane: number): Generator<Item> {
    const count = this.#lanes.countOf(lane)
    for (let position = 0; position < count; position += 1) {
      const item = this.#itemAt(lane, position)
      if (item !== null) yield item
    }
  }

  #itemAt(lane: number, position: number): Item | null {
    return this.#items[this.#lanes.at(lane, position)] ?? null
  }

  #entryAt(lane: number, position: number): number {
    return this.#entries[this.#lanes.at(lane, position)] ?? Infinity
  }

  #takeSlot(item: Item): number {
    const slot = this.#freeSlots.pop() ?? this.#items.length
    this.#items[slot] = item
    if (slot >= this.#entries.length) this.#entries = widenKeys(this.#entries, slot * 2)
    this.#entries[slot] = item.enteredAt
    return slot
  }

  /** How many of the lane enter before the item; looked for from the end, where most items come in. */
  #positionOf(lane: number, item: Item): number {
    let low = 0
    let high = this.#lanes.countOf(lane)
    if (high > 0 && this.#isBefore(lane, high - 1, item)) return high
    while (low < high) {
      const middle = (low + high) >> 1
      if (this.#isBefore(lane, middle, item)) low = middle + 1
      else high = middle
    }
    return low
  }

  #isBefore(lane: number, position: number, item: Item): boolean {
    const entry = this.#entryAt(lane, position)
    if (entry !== item.enteredAt) return entry < item.enteredAt
    const held = this.#itemAt(lane, position)
    return held !== null && held.id < item.id
  }
}

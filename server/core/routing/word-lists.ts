import { WordStore } from './word-store.ts'

/** Of each list: its place in the store and how long that is, where its first word stands there, and how many follow. */
const BASE = 0
const LENGTH = 1
const START = 2
const COUNT = 3
const FIELDS = 4

const FIRST_LENGTH = 8

/**
 * Many lists of words in one array, each with room at both ends: taking the first word off and adding a last one move
 * nothing, and anything between moves the shorter side.
 */
export class WordLists {
  #listCount = 0
  #places = new Int32Array(64 * FIELDS)
  readonly #store = new WordStore()

  /** Makes an empty list and gives its number; they are numbered from 0. */
  add(): number {
    const list = this.#listCount
    this.#listCount += 1
    if (this.#listCount * FIELDS > this.#places.length) {
      const wider = new Int32Array(this.#places.length * 2)
      wider.set(this.#places)
      this.#places = wider
    }
    return list
  }

  countOf(list: number): number {
    return this.#get(list, COUNT)
  }

  /** The position is below the list's count. */
  at(list: number, position: number): number {
    return this.#store.words[this.#get(list, START) + position] ?? 0
  }

  insert(list: number, position: number, word: number): void {
    const count = this.#get(list, COUNT)
    const isNearEnd = position * 2 >= count
    if (!this.#hasRoom(list, isNearEnd)) this.#spread(list)
    const { words } = this.#store
    const start = this.#get(list, START)
    if (isNearEnd) {
      if (position < count) words.copyWithin(start + position + 1, start + position, start + count)
      words[start + position] = word
    } else {
      if (position > 0) words.copyWithin(start - 1, start, start + position)
      words[start + position - 1] = word
      this.#set(list, START, start - 1)
    }
    this.#set(list, COUNT, count + 1)
  }

  /** The position is below the list's count. */
  remove(list: number, position: number): void {
    const { words } = this.#store
    const start = this.#get(list, START)
    const last = this.#get(list, COUNT) - 1
    if (position * 2 < last) {
      if (position > 0) words.copyWithin(start + 1, start, start + position)
      this.#set(list, START, start + 1)
    } else if (position < last) words.copyWithin(start + position, start + position + 1, start + last + 1)
    this.#set(list, COUNT, last)
    if (last === 0) this.#rest(list)
  }

  #get(list: number, field: number): number {
    return this.#places[list * FIELDS + field] ?? 0
  }

  #set(list: number, field: number, value: number): void {
    this.#places[list * FIELDS + field] = value
  }

  #hasRoom(list: number, atEnd: boolean): boolean {
    const before = this.#get(list, START) - this.#get(list, BASE)
    return atEnd ? before + this.#get(list, COUNT) < this.#get(list, LENGTH) : before > 0
  }

  /** Puts the list in the middle of a place at least twice as long, so that what comes next moves nothing. */
  #spread(list: number): void {
    const [base, length] = [this.#get(list, BASE), this.#get(list, LENGTH)]
    const [start, count] = [this.#get(list, START), this.#get(list, COUNT)]
    const longer = count * 2 <= length && length > 0 ? length : Math.max(FIRST_LENGTH, length * 2)
    const moved = longer === length ? base : this.#store.take(longer)
    const middle = moved + ((longer - count) >> 1)
    this.#store.words.copyWithin(middle, start, start + count)
    if (longer !== length) this.#store.giveBack(base, length)
    this.#set(list, BASE, moved)
    this.#set(list, LENGTH, longer)
    this.#set(list, START, middle)
  }

  /** An empty list keeps no long place. */
  #rest(list: number): void {
    const [base, length] = [this.#get(list, BASE), this.#get(list, LENGTH)]
    if (length > FIRST_LENGTH) {
      this.#store.giveBack(base, length)
      this.#set(list, BASE, 0)
      this.#set(list, LENGTH, 0)
      this.#set(list, START, 0)
    } else this.#set(list, START, base + (length >> 1))
  }
}

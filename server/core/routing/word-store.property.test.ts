import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { WordStore } from './word-store.ts'

interface Held {
  base: number
  words: number[]
}

describe('lists in one store', () => {
  it('keep their words while others are taken, widened and given back', () => {
    const step = fc.record({ what: fc.constantFrom('take', 'widen', 'give back'), at: fc.nat({ max: 30 }) })
    fc.assert(
      fc.property(fc.array(step, { maxLength: 300, size: 'max' }), (steps) => {
        const store = new WordStore()
        const lists: Held[] = []
        const write = (list: Held): void => {
          list.words = list.words.map((_, index) => list.base * 1_000 + index + 1)
          for (const [index, word] of list.words.entries()) store.words[list.base + index] = word
        }
        const take = (length: number): void => {
          const list = { base: store.take(length), words: Array<number>(length).fill(0) }
          expect([...store.words.subarray(list.base, list.base + length)]).toEqual(list.words)
          write(list)
          lists.push(list)
        }
        for (const { what, at } of steps) {
          const list = lists[at % Math.max(1, lists.length)]
          if (what === 'take' || list === undefined) take(1 << (at % 7))
          else if (what === 'widen') {
            const { base, words } = list
            list.base = store.widen(base, words.length, words.length * 2)
            list.words = [...words, ...words.map(() => 0)]
          } else {
            store.giveBack(list.base, list.words.length)
            lists.splice(lists.indexOf(list), 1)
          }
          for (const { base, words } of lists)
            expect([...store.words.subarray(base, base + words.length)]).toEqual(words)
        }
      }),
      { numRuns: 60 },
    )
  })
})

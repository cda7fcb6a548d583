import { randomUUID } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { isRolledOut } from './rollout.ts'

const ids = Array.from({ length: 100_000 }, () => randomUUID())
/** As they come when each is the one before and one more. */
const inSequence = Array.from(
  { length: 100_000 },
  (_, index) => `01936b1e-7000-7000-8000-${index.toString(16).padStart(12, '0')}`,
)
const sharedOf = (all: readonly string[], share: number) => all.filter((id) => isRolledOut(id, share))

describe('the share of a roll-out', () => {
  it.each([1, 10, 50, 99])(
    'of %i percent is so many tasks, whether their ids are random or follow one another',
    (share) => {
      for (const all of [ids, inSequence]) {
        expect(Math.abs((sharedOf(all, share).length / all.length) * 100 - share)).toBeLessThan(1)
      }
    },
  )

  it('is the same whenever it is asked, by the id alone', () => {
    expect(sharedOf(ids, 30)).toEqual(sharedOf(ids, 30))
    const known = ['01936b1e-7c5f-7a10-8d2b-5b1f00000000', '01936b1e-7c5f-7a10-8d2b-5b1f00000002']
    expect(known.map((id) => isRolledOut(id, 10))).toEqual([true, false])
  })

  it('keeps who is in it when it grows', () => {
    for (const [small, large] of [
      [1, 5],
      [5, 50],
      [50, 99],
    ] as const) {
      const grown = new Set(sharedOf(ids, large))
      expect(sharedOf(ids, small).every((id) => grown.has(id))).toBe(true)
    }
  })
})

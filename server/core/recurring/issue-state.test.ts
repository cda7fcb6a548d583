import fc from 'fast-check'
import { expect, it } from 'vitest'
import { issueStateOf } from './index.ts'

const hour = 3_600_000
const at = 1_000 * hour
const ago = (...hours: number[]) => hours.map((count) => at - count * hour)

it.each([
  ['comes', ago(40, 3, 2, 1), false, 'emerging'],
  ['comes once an hour', ago(4, 3, 2, 1), false, 'emerging'],
  ['comes more often than once an hour', ago(4, 3, 2, 1, 0.5), false, 'active'],
  ['came that often yesterday', ago(22, 21.5, 21, 20.5, 20), false, 'emerging'],
  ['comes after its problem was solved', ago(4, 3, 2, 1, 0.5), true, 'hypercare'],
  ['has been quiet for a day since', ago(40, 25, 24), true, 'resolved'],
  ['has been quiet for a day with its problem unsolved', ago(40, 25, 24), false, 'stale'],
] as const)('an issue that %s', (_, times, isProblemSolved, state) => {
  expect(issueStateOf(times, { at, isProblemSolved })).toBe(state)
})

it('does not depend on the order of its tickets, and ends in quiet', () => {
  const times = fc.array(fc.integer({ min: at - 100 * hour, max: at }), { minLength: 2, maxLength: 30 })
  fc.assert(
    fc.property(times, fc.boolean(), (came, isProblemSolved) => {
      const known = { at, isProblemSolved }
      expect(issueStateOf(came.toReversed(), known)).toBe(issueStateOf(came, known))
      expect(issueStateOf(came, { ...known, at: at + 24 * hour })).toBe(isProblemSolved ? 'resolved' : 'stale')
    }),
  )
})

import { expect, it } from 'vitest'
import { headsAgainstSort } from './heads-against-sort.testing.ts'

it('the heads alone give what a full sort of the backlog gives (2,000 states)', () => {
  expect(headsAgainstSort(1_500, 1)).toBe(0)
  // The random row of this one's agent is off shift.
  expect(headsAgainstSort(500, 37_501)).toBe(0)
})

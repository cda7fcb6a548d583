import { expect, it } from 'vitest'
import { headsAgainstSort } from './heads-against-sort.testing.ts'

it('the heads alone give what a full sort of the backlog gives (10,000 states)', () => {
  expect(headsAgainstSort(10_000, 1)).toBe(0)
})

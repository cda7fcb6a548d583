import { expect, it } from 'vitest'
import { reasonsFor } from './presence-reasons.ts'

it('offers each reason of the workflow where it makes sense, and one it does not know in both', () => {
  const listed = ['lunch', 'training', 'fire_drill']
  expect(reasonsFor('away', listed)).toEqual(['lunch', 'fire_drill'])
  expect(reasonsFor('busy', listed)).toEqual(['training', 'fire_drill'])
  expect(reasonsFor('busy', [])).toEqual([])
})

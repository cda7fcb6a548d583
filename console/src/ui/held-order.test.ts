import { expect, it } from 'vitest'
import { heldOrder } from './held-order.ts'

it('keeps places, takes the new content, drops what is gone and adds what is new at the end', () => {
  const shown = [
    { id: 'a', text: 'old' },
    { id: 'b', text: 'old' },
  ]
  const fresh = [
    { id: 'c', text: 'new' },
    { id: 'a', text: 'new' },
  ]
  expect(heldOrder(shown, fresh, ({ id }) => id)).toEqual([
    { id: 'a', text: 'new' },
    { id: 'c', text: 'new' },
  ])
})

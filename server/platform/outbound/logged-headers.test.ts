import { expect, it } from 'vitest'
import { loggedHeaders } from './logged-headers.ts'

it('keeps the first headers, shortened, and no cookies', () => {
  const many = Object.fromEntries(Array.from({ length: 40 }, (_one, index) => [`x-${index}`, 'y'.repeat(1_000)]))
  const kept = loggedHeaders({ 'content-type': 'text/plain', 'set-cookie': ['a=1'], via: ['one', 'two'], ...many })
  expect(kept).toMatchObject({ 'content-type': 'text/plain', via: 'one, two' })
  expect(Object.keys(kept)).toHaveLength(24)
  expect(kept['set-cookie']).toBeUndefined()
  expect(kept['x-0']).toHaveLength(256)
  expect(loggedHeaders({ odd: 'a\0b' })).toEqual({ odd: 'a\uFFFDb' })
})

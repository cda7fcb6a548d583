import { expect, it } from 'vitest'
import { prefersCsv } from './prefers-csv.ts'

it.each([
  [undefined, false],
  ['*/*', false],
  ['text/csv', true],
  ['TEXT/CSV; header=present', true],
  ['application/json, text/csv', false],
  ['application/json;q=0.5, text/csv', true],
  ['text/csv;q=0, */*', false],
  ['text/*, application/json;q=0.9', true],
  ['text/csv;q=wrong', false],
])('Accept: %s', (accept, isCsv) => {
  expect(prefersCsv(accept === undefined ? {} : { accept })).toBe(isCsv)
})

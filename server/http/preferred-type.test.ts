import { expect, it } from 'vitest'
import { prefersCsv, prefersPage } from './preferred-type.ts'

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

it.each([
  [undefined, false],
  ['*/*', false],
  ['application/json', false],
  ['text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8', true],
  ['text/html;q=0.5, application/json', false],
])('a page for Accept: %s', (accept, isPage) => {
  expect(prefersPage(accept === undefined ? {} : { accept })).toBe(isPage)
})

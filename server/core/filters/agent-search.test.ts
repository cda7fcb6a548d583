import { expect, it } from 'vitest'
import { isCalled, meetsRatingText } from './index.ts'

it.each([
  ['Inês Duarte', 'ines', true],
  ['Inês Duarte', 'Duarte Inês', true],
  ['Inês Duarte', 'INÊS D', true],
  ['Inês Duarte', 'uarte', false],
  ['Inês Duarte', 'Inês Costa', false],
  ['Ana', '', true],
  ['Иван Петров', 'иван', true],
])('%s is called "%s": %s', (name, searched, isMeant) => {
  expect(isCalled(name, searched)).toBe(isMeant)
})

it('a text that is no expression is met by nobody', () => {
  expect(meetsRatingText('great', '5')).toBe(false)
})

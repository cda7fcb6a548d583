import { expect, it } from 'vitest'
import { createStatementNames } from './statement-names.ts'

it('names a text when it comes again, and always the same', () => {
  const names = createStatementNames()
  expect(names.nameOf('select 1')).toBeNull()
  const name = names.nameOf('select 1')
  expect(name).not.toBeNull()
  expect(names.nameOf('select 1')).toBe(name)
  expect(names.nameOf('select 2')).toBeNull()
  expect(names.nameOf('select 2')).not.toBe(name)
})

it('gives no more names than a connection can hold, and goes on with those there are', () => {
  const names = createStatementNames()
  const twice = (text: string) => [names.nameOf(text), names.nameOf(text)][1] ?? null
  const given = Array.from({ length: 1_000 }, (_, number) => twice(`select ${number}`))
  expect(new Set(given.filter((name) => name !== null)).size).toBe(400)
  expect(given[999]).toBeNull()
  expect(names.nameOf('select 0')).toBe(given[0])
})

it('forgets texts that never come again', () => {
  const names = createStatementNames()
  names.nameOf('first')
  for (let number = 0; number < 5_000; number++) names.nameOf(`once ${number}`)
  expect(names.nameOf('first')).toBeNull()
})

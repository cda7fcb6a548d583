import { describe, expect, it } from 'vitest'
import { initialsOf } from './avatar.tsx'

describe('initials', () => {
  it.each([
    ['Inês Duarte', 'ID'],
    ['Northwind', 'N'],
    ['ana maria reis', 'AR'],
    ['  ', '?'],
  ])('of "%s" are %s', (name, initials) => {
    expect(initialsOf(name)).toBe(initials)
  })
})

import { describe, expect, it } from 'vitest'
import { isTokenText, newTokenText } from './token-text.ts'

describe('a token text', () => {
  it('is accepted as it was made', () => {
    for (let count = 0; count < 1_000; count++) expect(isTokenText(newTokenText())).toBe(true)
  })

  it('is refused with any one letter changed', () => {
    const text = newTokenText()
    for (let at = 0; at < text.length; at++) {
      const other = text[at] === 'x' ? 'y' : 'x'
      expect(isTokenText(text.slice(0, at) + other + text.slice(at + 1))).toBe(false)
    }
  })

  it('is refused when it is anything but such a text', () => {
    for (const value of ['', ' ', null, undefined, 0, [], {}, [newTokenText()], `${newTokenText()} `, 'sy_']) {
      expect(isTokenText(value)).toBe(false)
    }
  })

  it('spreads its letters evenly over all 62', () => {
    const counts = new Map<string, number>()
    for (let count = 0; count < 2_000; count++) {
      for (const letter of newTokenText().slice(3, 33)) counts.set(letter, (counts.get(letter) ?? 0) + 1)
    }
    const expected = (2_000 * 30) / 62
    const chiSquare = [...counts.values()].reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0)
    expect(counts.size).toBe(62)
    // 61 degrees of freedom: one honest run in ten million goes above 140.
    expect(chiSquare).toBeLessThan(140)
  })
})

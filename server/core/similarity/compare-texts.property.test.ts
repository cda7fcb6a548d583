import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { compareTexts } from './index.ts'

const word = fc.string({ unit: fc.constantFrom(...Array.from('aábcdeñor7é')), minLength: 1, maxLength: 8 })
const words = fc.array(word, { maxLength: 8 })

describe('the likeness of two texts', () => {
  it('lies between 0 and 1, and does not ask which comes first', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.string({ unit: 'grapheme' }), (one, other) => {
        const { score } = compareTexts(one, other)
        expect(score).toBeGreaterThanOrEqual(0)
        expect(score).toBeLessThanOrEqual(1)
        expect(compareTexts(other, one)).toEqual(compareTexts(one, other))
      }),
    )
  })

  it('is 1 for the same words, whatever their case, accents, marks and order', () => {
    fc.assert(
      fc.property(words, (list) => {
        fc.pre(list.length > 0)
        const shuffled = list.toReversed().join(' ... ').toUpperCase().normalize('NFD')
        expect(compareTexts(list.join(' '), shuffled).score).toBe(1)
      }),
    )
  })

  it('is 0 for texts without a letter in common, and for what says nothing', () => {
    fc.assert(
      fc.property(words, (list) => {
        expect(compareTexts(list.join(' '), 'xyz zyx').score).toBe(0)
        expect(compareTexts(list.join(' '), ' -- ').score).toBe(0)
      }),
    )
  })

  it('never falls when the other text says one more of the words', () => {
    fc.assert(
      fc.property(fc.uniqueArray(word, { minLength: 2, maxLength: 8, selector: plain }), (list) => {
        const scores = list.map((_, index) => compareTexts(list.join(' '), list.slice(0, index + 1).join(' ')).score)
        expect(scores).toEqual(scores.toSorted((one, other) => one - other))
      }),
    )
  })

  it.for([
    ['Cannot join a ranked lobby', 'Customer cannot join ranked lobbies.', 0.6],
    ['Pago rechazado dos veces', 'El pago fue rechazado 2 veces', 0.6],
    ['Não consigo entrar', 'NAO CONSIGO ENTRAR!!', 1],
  ] as const)('finds "%s" like "%s"', ([one, other, least]) => {
    expect(compareTexts(one, other).score).toBeGreaterThanOrEqual(least)
  })

  it('tells other matters apart', () => {
    expect(compareTexts('Cannot join a ranked lobby', 'Invoice of March is missing').score).toBeLessThan(0.3)
    expect(compareTexts('Cannot join a lobby', 'Cannot pay the bill').sharedWords).toEqual(['cannot'])
  })
})

function plain(text: string): string {
  return text.normalize('NFKD').replaceAll(/\p{M}/gu, '')
}

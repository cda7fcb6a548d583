import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  meetsRating,
  meetsRatingText,
  parseRating,
  printRating,
  type RatingExpression,
  ratingOperators,
} from './index.ts'

/** 0 to 999.9999 without needless zeros. */
const figure = fc.integer({ min: 0, max: 9_999_999 }).map((parts) => String(parts / 10_000))

const compare: fc.Arbitrary<RatingExpression> = fc.record({
  kind: fc.constant('compare' as const),
  operator: fc.constantFrom(...ratingOperators),
  value: figure,
})
const { tree: expressions } = fc.letrec<{ tree: RatingExpression }>((tie) => ({
  tree: fc.oneof(
    { maxDepth: 3, depthSize: 'small' },
    compare,
    fc.record({
      kind: fc.constantFrom('and' as const, 'or' as const),
      parts: fc.array(tie('tree'), { minLength: 2, maxLength: 3 }),
    }),
  ),
}))
const short = expressions.filter((expression) => printRating(expression).length <= 150)

/** Said a second time, without a tree: by the words that a reader would use. */
function reads(expression: RatingExpression, rating: number): boolean {
  if (expression.kind !== 'compare') {
    const truths = expression.parts.map((part) => reads(part, rating))
    return expression.kind === 'and' ? !truths.includes(false) : truths.includes(true)
  }
  const difference = Math.sign(rating - Number(expression.value))
  return { eq: [0], gt: [1], gte: [0, 1], lt: [-1], lte: [-1, 0] }[expression.operator].includes(difference)
}

describe('a rating expression', () => {
  it('is read as it was written, whatever its white space', () => {
    fc.assert(
      fc.property(short, fc.constantFrom('', ' ', '\t '), (expression, space) => {
        const printed = printRating(expression)
        expect(parseRating(printed)).toEqual({ ok: true, expression })
        const spaced = printed.replace(/ ?(&&|\|\||[()]) ?/g, `${space}$1${space}`)
        expect(parseRating(`${space}${spaced}${space}`)).toEqual({ ok: true, expression })
      }),
    )
  })

  it('says the same printed and read', () => {
    fc.assert(
      fc.property(short, fc.integer({ min: 0, max: 100_000 }), (expression, ten) => {
        const rating = ten / 10_000
        expect(meetsRating(expression, String(rating))).toBe(reads(expression, rating))
        expect(meetsRatingText(printRating(expression), String(rating))).toBe(reads(expression, rating))
        expect(meetsRating(expression, null)).toBe(false)
      }),
    )
  })

  it('never fails on another text, and says where it stops being one', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.string({ unit: fc.constantFrom('g', 't', 'l', 'e', '<', '>', '=', '&&', '||', '(', ')', '.', ' ', '4') }),
        ),
        (text) => {
          const parsed = parseRating(text)
          if (parsed.ok) expect(parseRating(printRating(parsed.expression))).toEqual(parsed)
          else expect(parsed.at).toBeLessThanOrEqual(Math.max(text.length, 400))
        },
      ),
      { numRuns: 500 },
    )
  })

  it.each([
    ['4', '4'],
    ['4.50', '4.5'],
    ['GTE 4', 'gte 4'],
    ['gte4', 'gte 4'],
    ['>=4', 'gte 4'],
    ['gt 3 && lte 4.5', 'gt 3 && lte 4.5'],
    ['lt 2||gte 4.5', 'lt 2 || gte 4.5'],
    ['(4)', '4'],
    ['lt 1 || gt 2 && lt 3', 'lt 1 || gt 2 && lt 3'],
    ['(lt 1 || gt 2) && lt 3', '(lt 1 || gt 2) && lt 3'],
  ])('%s is %s', (text, printed) => {
    const parsed = parseRating(text)
    expect(parsed.ok ? printRating(parsed.expression) : parsed.message).toBe(printed)
  })

  it.each([
    ['', 0],
    ['   ', 0],
    ['good', 0],
    ['gte', 3],
    ['gte 4 &&', 8],
    ['4 5', 2],
    ['(4', 2],
    ['4)', 1],
    ['gt gt 4', 3],
    ['4.12345', 0],
    ['gte 4 & lt 5', 6],
    [`${'('.repeat(17)}4${')'.repeat(17)}`, 16],
    [`4${' || 4'.repeat(100)}`, 400],
  ])('"%s" is none, from %i on', (text, at) => {
    expect(parseRating(text)).toMatchObject({ ok: false, at })
  })
})

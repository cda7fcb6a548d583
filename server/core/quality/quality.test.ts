import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Criterion, findAnswerFaults, scoreReview, summariseReviews, wilson95 } from './index.ts'

const criterion = (id: string, weight: number, more: Partial<Criterion> = {}): Criterion => ({
  id,
  label: id,
  weight,
  scale: '1-5',
  isCritical: false,
  ...more,
})
const answer = (name: string, rating: boolean | number | null) => ({ criterion: name, rating, note: null })

// The golden review of helpdesk.md 2.4.
const golden = [
  criterion('tone', 20),
  criterion('solution', 50, { scale: 'yes-no' }),
  criterion('grammar', 30, { scale: '1-3' }),
]

describe('the score of a review', () => {
  it('is the mean by weight', () => {
    const answers = [answer('tone', 4), answer('solution', true), answer('grammar', 2)]
    expect(scoreReview(golden, answers)).toEqual({
      score: 80,
      byCriterion: [
        { id: 'tone', points: 75 },
        { id: 'solution', points: 100 },
        { id: 'grammar', points: 50 },
      ],
      missed: [],
    })
  })

  it.each([
    ['1-3', [0, 50, 100]],
    ['1-4', [0, 33.3, 66.7, 100]],
    ['1-5', [0, 25, 50, 75, 100]],
  ] as const)('gives the ratings of %s even steps', (scale, points) => {
    const scored = points.map((_, index) => {
      const { byCriterion } = scoreReview([criterion('one', 1, { scale })], [answer('one', index + 1)])
      return Math.round((byCriterion[0]?.points ?? 0) * 10) / 10
    })
    expect(scored).toEqual(points)
  })

  it('leaves out what does not apply', () => {
    const { score } = scoreReview(golden, [answer('tone', 4), answer('solution', true), answer('grammar', null)])
    expect(score).toBeCloseTo(92.857, 3)
  })

  it('is 0 when a critical criterion is missed', () => {
    const criteria = golden.map((one) => ({ ...one, isCritical: one.id === 'solution' }))
    const answers = [answer('tone', 5), answer('solution', false), answer('grammar', 3)]
    expect(scoreReview(criteria, answers)).toMatchObject({ score: 0, missed: ['solution'] })
    const five = [criterion('care', 1, { isCritical: true })]
    expect(scoreReview(five, [answer('care', 3)])).toMatchObject({ score: 50, missed: [] })
    expect(scoreReview(five, [answer('care', 2)])).toMatchObject({ score: 0, missed: ['care'] })
    expect(scoreReview(five, [answer('care', null)])).toMatchObject({ score: null, missed: [] })
  })

  it('is none, and not zero, when nothing applies or nothing has a weight', () => {
    expect(
      scoreReview(
        golden,
        golden.map(({ id }) => answer(id, null)),
      ).score,
    ).toBe(null)
    expect(scoreReview([criterion('tone', 0)], [answer('tone', 5)]).score).toBe(null)
  })

  it('lies between the lowest and the highest of its criteria and rises with each rating', () => {
    const weights = fc.array(fc.integer({ min: 1, max: 100 }), { minLength: 1, maxLength: 6 })
    fc.assert(
      fc.property(weights, fc.infiniteStream(fc.integer({ min: 1, max: 5 })), (all, stream) => {
        const criteria = all.map((weight, index) => criterion(`c${index}`, weight))
        const ratings = [...stream.take(all.length)]
        const answers = criteria.map(({ id }, index) => answer(id, ratings[index] ?? 1))
        const { score, byCriterion } = scoreReview(criteria, answers)
        const points = byCriterion.map((one) => one.points ?? 0)
        expect(score).toBeGreaterThanOrEqual(Math.min(...points) - 1e-9)
        expect(score).toBeLessThanOrEqual(Math.max(...points) + 1e-9)
        const better = answers.map((one, index) => (index === 0 ? { ...one, rating: 5 } : one))
        expect(scoreReview(criteria, better).score).toBeGreaterThanOrEqual((score ?? 0) - 1e-9)
      }),
    )
  })
})

describe('answers', () => {
  it('are refused where they fit no criterion or scale, are given twice or are missing', () => {
    const answers = [answer('tone', 6), answer('solution', 1), answer('solution', true), answer('speed', 1)]
    expect(findAnswerFaults(golden, answers)).toEqual([
      { criterion: 'tone', code: 'wrong_rating', index: 0 },
      { criterion: 'solution', code: 'wrong_rating', index: 1 },
      { criterion: 'solution', code: 'answered_twice', index: 2 },
      { criterion: 'speed', code: 'unknown_criterion', index: 3 },
      { criterion: 'grammar', code: 'not_answered', index: null },
    ])
    expect(findAnswerFaults(golden, [answer('tone', 1), answer('solution', false), answer('grammar', null)])).toEqual(
      [],
    )
    const beyond = [answer('tone', 5), answer('solution', false), answer('grammar', 4)]
    expect(findAnswerFaults(golden, beyond)).toEqual([{ criterion: 'grammar', code: 'wrong_rating', index: 2 }])
  })
})

describe('the quality of a period', () => {
  it('is the plain mean of the scores', () => {
    const scores = [100, 9.91, 63.96, 90.99, 0]
    const sum = scores.reduce((total, one) => total + one)
    const quality = summariseReviews({ scored: 5, unscored: 2, sum, passed: 2 })
    expect(quality).toMatchObject({ n: 5, excluded: 2, passRate: 0.4 })
    expect(quality.score).toBeCloseTo(52.97, 2)
    expect(quality.ci95?.low).toBeLessThan(52.97)
    expect(quality.ci95?.high).toBeGreaterThan(52.97)
  })

  it('is unknown without reviews', () => {
    expect(summariseReviews({ scored: 0, unscored: 3, sum: 0, passed: 0 })).toEqual({
      n: 0,
      excluded: 3,
      score: null,
      ci95: null,
      passRate: null,
      passRateCi95: null,
    })
  })

  it.each([
    [8, 10, 49, 94],
    [45, 50, 79, 96],
    [0, 5, 0, 43],
  ])('knows %i of %i within %i to %i %%', (...[yes, n, low, high]) => {
    const interval = wilson95(yes / n, n)
    expect(Math.round((interval?.low ?? 0) * 100)).toBe(low)
    expect(Math.round((interval?.high ?? 0) * 100)).toBe(high)
  })
})

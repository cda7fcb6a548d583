import { describe, expect, it } from 'vitest'
import { passScore, scoreReview } from '../../../../server/core/quality/index.ts'
import { passMark } from '../../ui/figure-text.ts'
import { liveScore, ratingOfKey, type Rating } from './live-score.ts'

const criteria = [
  { id: 'understood', label: 'Understood', weight: 2, scale: '1-5', isCritical: false },
  { id: 'solved', label: 'Solved', weight: 3, scale: '1-5', isCritical: true },
  { id: 'privacy', label: 'Privacy', weight: 0, scale: 'yes-no', isCritical: false },
  { id: 'clear', label: 'Clear', weight: 2, scale: '1-3', isCritical: true },
  { id: 'safe', label: 'Safe', weight: 1, scale: 'yes-no', isCritical: true },
] as const
const marks: readonly Rating[] = [1, 2, 3, null]
const stars: readonly Rating[] = [1, 2, 3, 4, 5, null]
const yesNo: readonly Rating[] = [true, false, null]

describe('the live score', () => {
  it('is what the service counts, for every set of answers', () => {
    for (const understood of stars)
      for (const solved of stars)
        for (const clear of marks)
          for (const privacy of yesNo)
            for (const safe of yesNo) {
              const ratings = { understood, solved, privacy, clear, safe }
              const answers = Object.entries(ratings).map(([criterion, rating]) => ({ criterion, rating, note: null }))
              const counted = scoreReview(criteria, answers)
              const live = liveScore(criteria, ratings)
              expect([live.score, live.missed.map(({ id }) => id)]).toEqual([counted.score, counted.missed])
            }
  })

  it('tells an answer that does not apply from none', () => {
    expect(liveScore(criteria, { understood: 5, safe: null })).toMatchObject({ score: 100, answered: 2 })
    expect(liveScore(criteria, {})).toEqual({ score: null, missed: [], answered: 0 })
  })
})

it('passes where the service lets it pass', () => expect(passMark).toBe(passScore))

describe('a key', () => {
  it.each([
    ['1-5', '4', 4],
    ['1-5', '0', null],
    ['1-5', '6', undefined],
    ['1-5', 'y', undefined],
    ['1-3', '3', 3],
    ['1-3', '4', undefined],
    ['1-4', '4', 4],
    ['yes-no', 'y', true],
    ['yes-no', 'n', false],
    ['yes-no', '0', null],
    ['yes-no', '3', undefined],
  ] as const)('on %s: %s gives %s', (scale, key, rating) => expect(ratingOfKey(scale, key)).toBe(rating))
})

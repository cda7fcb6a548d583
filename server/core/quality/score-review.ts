import { type Criterion, type RatingScale, topOf } from './scorecard.ts'

/** A rating by the criterion's scale: yes or no, or a whole number from 1; null = does not apply. */
export interface Answer {
  readonly criterion: string
  readonly rating: boolean | number | null
  readonly note: string | null
}

/** Points (0..100) of one criterion; null where it does not apply. */
export interface CriterionScore {
  readonly id: string
  readonly points: number | null
}

export interface ReviewScore {
  /** 0..100; null when no criterion with a weight applies: unscored is not zero. */
  readonly score: number | null
  readonly byCriterion: readonly CriterionScore[]
  /** The critical criteria that were missed; with one of them the score is 0. */
  readonly missed: readonly string[]
}

export interface AnswerFault {
  readonly criterion: string
  readonly code: 'unknown_criterion' | 'answered_twice' | 'wrong_rating' | 'not_answered'
  /** Place among the answers; null where one is missing. */
  readonly index: number | null
}

/** A critical rating below this share of its scale fails the review (helpdesk.md 2.4, ZQ1). */
const criticalPoints = 50

/**
 * The score of a review: the mean of its criteria's points by weight, those that do not apply left out of both sums; 0
 * when a critical criterion is missed (helpdesk.md 2.4). Answers must be without faults.
 */
export function scoreReview(criteria: readonly Criterion[], answers: readonly Answer[]): ReviewScore {
  const ratings = new Map(answers.map(({ criterion, rating }) => [criterion, rating]))
  const byCriterion = criteria.map(({ id, scale }) => ({ id, points: pointsOf(scale, ratings.get(id) ?? null) }))
  let points = 0
  let weights = 0
  const missed: string[] = []
  criteria.forEach(({ id, weight, isCritical }, index) => {
    const own = byCriterion[index]?.points ?? null
    if (own === null) return
    points += own * weight
    weights += weight
    if (isCritical && own < criticalPoints) missed.push(id)
  })
  const score = weights === 0 ? null : points / weights
  return { score: missed.length > 0 ? 0 : score, byCriterion, missed }
}

/** Each answer that names no criterion, names one again or does not fit its scale, and each criterion without an answer. */
export function findAnswerFaults(criteria: readonly Criterion[], answers: readonly Answer[]): AnswerFault[] {
  const faults: AnswerFault[] = []
  const seen = new Set<string>()
  answers.forEach(({ criterion, rating }, index) => {
    const known = criteria.find(({ id }) => id === criterion)
    const fault = (code: AnswerFault['code']) => faults.push({ criterion, code, index })
    if (known === undefined) fault('unknown_criterion')
    else if (seen.has(criterion)) fault('answered_twice')
    else if (!fits(known.scale, rating)) fault('wrong_rating')
    seen.add(criterion)
  })
  for (const { id } of criteria) {
    if (!seen.has(id)) faults.push({ criterion: id, code: 'not_answered', index: null })
  }
  return faults
}

function fits(scale: RatingScale, rating: Answer['rating']): boolean {
  if (rating === null) return true
  const top = topOf(scale)
  if (top === null) return typeof rating === 'boolean'
  return typeof rating === 'number' && Number.isInteger(rating) && rating >= 1 && rating <= top
}

/** `(selected − lowest) / (highest − lowest)` of the scale, in percent. */
function pointsOf(scale: RatingScale, rating: Answer['rating']): number | null {
  if (rating === null) return null
  const top = topOf(scale)
  if (top === null) return rating === true ? 100 : 0
  return ((Number(rating) - 1) / (top - 1)) * 100
}

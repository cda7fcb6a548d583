import type { Scorecard } from '@switchyard/sdk'

type Criterion = Scorecard['criteria'][number]
/** A rating by the criterion's scale; null = does not apply. A criterion that is missing here has no answer yet. */
export type Rating = boolean | number | null
export type Scale = Criterion['scale']
export type Ratings = Readonly<Record<string, Rating>>

export interface LiveScore {
  /** 0..100; null while nothing that counts is answered. */
  score: number | null
  missed: Criterion[]
  answered: number
}

/** A critical criterion under this many points is missed, and the review is 0. */
const criticalPoints = 50

/** The best rating of a scale that counts from 1; null for yes and no. */
export function topOf(scale: Scale): number | null {
  return scale === 'yes-no' ? null : Number(scale.slice('1-'.length))
}

function pointsOf({ scale }: Criterion, rating: Rating): number | null {
  if (rating === null) return null
  const top = topOf(scale)
  return top === null ? (rating === true ? 100 : 0) : ((Number(rating) - 1) / (top - 1)) * 100
}

/** What the answers so far are worth, as the service counts them: the reviewer sees it before it is sent. */
export function liveScore(criteria: readonly Criterion[], ratings: Ratings): LiveScore {
  let sum = 0
  let weights = 0
  const missed: Criterion[] = []
  for (const criterion of criteria) {
    const points = pointsOf(criterion, ratings[criterion.id] ?? null)
    if (points === null) continue
    sum += points * criterion.weight
    weights += criterion.weight
    if (criterion.isCritical && points < criticalPoints) missed.push(criterion)
  }
  const answered = criteria.filter(({ id }) => ratings[id] !== undefined).length
  return { score: missed.length > 0 ? 0 : weights === 0 ? null : sum / weights, missed, answered }
}

/** The rating that a key gives on a scale; undefined when the key is none of its own. */
export function ratingOfKey(scale: Scale, key: string): Rating | undefined {
  if (key === '0') return null
  const top = topOf(scale)
  if (top === null) return key === 'y' ? true : key === 'n' ? false : undefined
  return /^[1-9]$/.test(key) && Number(key) <= top ? Number(key) : undefined
}

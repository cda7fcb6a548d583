import type { Expression } from '../expressions/expression.ts'
import type { RoutingFacts } from '../expressions/routing-facts.ts'

export const ratingScales = ['yes-no', '1-3', '1-4', '1-5'] as const

export type RatingScale = (typeof ratingScales)[number]

/** The best rating of a scale that counts from 1; null for yes and no. */
export function topOf(scale: RatingScale): number | null {
  return scale === 'yes-no' ? null : Number(scale.slice('1-'.length))
}

/** A question of a scorecard; a critical one that is missed takes the whole review to 0. */
export interface Criterion {
  readonly id: string
  readonly label: string
  readonly weight: number
  readonly scale: RatingScale
  readonly isCritical: boolean
}

/** What a reviewer answers about one ticket. */
export interface Scorecard {
  readonly slug: string
  readonly label: string
  /** Tickets it is meant for; null = all. */
  readonly when: Expression<RoutingFacts> | null
  readonly criteria: readonly Criterion[]
}

import type { CaseOutcome, CaseStatus, Party } from './case.ts'
import type { CaseParties, OwnHand } from './four-eyes.ts'
import { ownHandIn } from './four-eyes.ts'
import { legalMoves } from './lanes.ts'
import { nextLevel } from './levels.ts'

/** What a decision depends on. */
export interface CaseToDecide extends CaseParties {
  readonly status: CaseStatus
  readonly level: number
  readonly maxLevel: number
  /** The checks its reason asks for, and those that have an answer. */
  readonly asked: readonly string[]
  readonly answered: ReadonlySet<string>
}

export type DecisionPlan =
  /** The review is over. */
  | { readonly kind: 'decided'; readonly to: 'follow_up' }
  /** The next level looks into it. */
  | { readonly kind: 'referred'; readonly to: 'investigating'; readonly level: number }
  | { readonly kind: 'refused'; readonly code: 'four_eyes'; readonly hand: OwnHand }
  | { readonly kind: 'refused'; readonly code: 'illegal_transition'; readonly legal: readonly CaseStatus[] }
  | { readonly kind: 'refused'; readonly code: 'guard_failed'; readonly missing: readonly string[] }
  | { readonly kind: 'refused'; readonly code: 'top_level' }

/**
 * Judges a decision: by a second pair of eyes, on a case that waits for one, with every risk check answered. Who may not
 * decide hears that before anything else.
 */
export function planDecision(found: CaseToDecide, outcome: CaseOutcome, reviewer: Party): DecisionPlan {
  const hand = ownHandIn(found, reviewer)
  if (hand !== null) return { kind: 'refused', code: 'four_eyes', hand }
  if (found.status !== 'decision') {
    return { kind: 'refused', code: 'illegal_transition', legal: legalMoves(found.status) }
  }
  if (outcome === 'referred') {
    const level = nextLevel(found)
    return level === null ? { kind: 'refused', code: 'top_level' } : { kind: 'referred', to: 'investigating', level }
  }
  const missing = found.asked.filter((check) => !found.answered.has(check))
  if (missing.length > 0) return { kind: 'refused', code: 'guard_failed', missing }
  return { kind: 'decided', to: 'follow_up' }
}

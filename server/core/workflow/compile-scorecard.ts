import type { Scorecard } from '../quality/scorecard.ts'
import { routingExpression } from './compile-expressions.ts'
import type { WorkflowDocument } from './document.ts'

type ScorecardDocument = NonNullable<WorkflowDocument['scorecards']>[string]

/** A scorecard ready to score reviews with. */
export function compileScorecard(slug: string, { label, when, criteria }: ScorecardDocument): Scorecard {
  return {
    slug,
    label,
    when: when === undefined ? null : routingExpression(when),
    criteria: criteria.map(({ critical, ...criterion }) => ({ ...criterion, isCritical: critical ?? false })),
  }
}

import type { ExplainedClock } from '@switchyard/sdk'
import { wholeShare } from '../../ui/figure-text.ts'
import { t, wordFor } from '../../ui/words/words.ts'

type Stratum = NonNullable<ExplainedClock['breachRisk']>['basis']['stratum']

/** `About 64 %`; neither certainty is ever known. */
export function riskText(probability: number): string {
  if (probability < 0.005) return t('clock.riskBelow', { share: wholeShare(0.01) })
  if (probability >= 0.995) return t('clock.riskAbove', { share: wholeShare(0.99) })
  return t('clock.riskAbout', { share: wholeShare(probability) })
}

/** What like it means: `payments, high`. */
export function placeText({ queue, priority, serviceLine }: Stratum): string {
  const words = [queue, priority === null ? null : wordFor('priority', priority), serviceLine]
  const known = words.filter((word) => word !== null)
  return known.length === 0 ? t('clock.riskAnywhere') : known.join(', ')
}

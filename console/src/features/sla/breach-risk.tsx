import type { ExplainedClock } from '@switchyard/sdk'
import { countText } from '../../ui/figure-text.ts'
import { fullDate, targetText } from '../../ui/time.ts'
import { t } from '../../ui/words/words.ts'
import { placeText, riskText } from './risk-words.ts'

/** How likely a running clock is late, and what that stands on: one quiet line, and none where nothing is known. */
export function BreachRisk({ clock: { breachRisk, unit } }: { clock: ExplainedClock }) {
  if (breachRisk === null) return null
  const { sample, stratum, medianMs, knownUntil } = breachRisk.basis
  const words = { risk: riskText(breachRisk.probability), n: countText(sample), place: placeText(stratum) }
  return (
    <p className="type-meta num mt-2 text-ink-2" title={t('clock.asOf', { at: fullDate(knownUntil) })}>
      {medianMs === null
        ? t('clock.riskOpen', words)
        : t('clock.risk', { ...words, median: targetText(medianMs, unit) })}
    </p>
  )
}

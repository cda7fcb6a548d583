import { Chip } from '../../ui/chip.tsx'
import { t } from '../../ui/words/words.ts'
import { passMark, scoreText } from '../../ui/figure-text.ts'

/** A review's score; whether it passed is said by icon and colour, and in words. */
export function ScoreChip({ score, isMissed }: { score: number | null; isMissed: boolean }) {
  if (score === null) return <Chip title={t('review.unscored')}>–</Chip>
  const isPassed = score >= passMark
  const words = isMissed ? t('review.criticalMissed') : t(isPassed ? 'review.passed' : 'review.failed')
  return (
    <Chip
      tone={isPassed ? 'met' : isMissed ? 'breach' : 'near'}
      icon={isPassed ? 'check-circle' : isMissed ? 'alert' : 'near'}
      title={words}
    >
      <span className="num min-w-6 text-end">{scoreText(score)}</span>
      <span className="sr-only">{words}</span>
    </Chip>
  )
}

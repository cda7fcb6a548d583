import type { QaReport } from '@switchyard/sdk'
import { Card } from '../../ui/card.tsx'
import { Chip } from '../../ui/chip.tsx'
import { plural, t } from '../../ui/words/words.ts'
import { scoreText } from '../../ui/figure-text.ts'

/** Mean points of every criterion that reviews have rated, the weakest first. */
export function CriteriaCard({ report }: { report: QaReport }) {
  const criteria = report.quality.byCriterion.toSorted((a, b) => a.score - b.score)
  const hasSeveral = new Set(criteria.map(({ scorecard }) => scorecard)).size > 1
  return (
    <Card icon="award" title={t('quality.criteria')}>
      {criteria.length === 0 ? (
        <p className="px-3.5 py-4 text-ink-3">{t('quality.noCriteria')}</p>
      ) : (
        <ul className="py-1.5">
          {criteria.map(({ scorecard, id, label, n, score }) => (
            <li key={`${scorecard} ${id}`} className="px-3.5 py-1.5">
              <p className="type-small flex items-baseline gap-2">
                <span className="min-w-0 flex-1">
                  {label}
                  {hasSeveral && <span className="ms-1.5 text-ink-3">{scorecard}</span>}
                </span>
                <span className="num font-medium">{scoreText(score)}</span>
                <span className="num w-20 text-end text-ink-3">{plural('quality.reviewCount', n)}</span>
              </p>
              <div className="mt-1 h-1 rounded-[2px] bg-fill" aria-hidden="true">
                <div className="h-full rounded-[2px] bg-series-1" style={{ width: `${score}%` }} />
              </div>
            </li>
          ))}
        </ul>
      )}
    </Card>
  )
}

const looks = {
  open: { tone: 'quiet', icon: 'circle' },
  passed: { tone: 'met', icon: 'check-circle' },
  failed: { tone: 'breach', icon: 'alert' },
  waived: { tone: 'paused', icon: 'pause' },
} as const

/** The questions that the operation answers before it trusts its figures. */
export function CheckpointsCard({ report }: { report: QaReport }) {
  return (
    <Card icon="check" title={t('quality.checkpoints')}>
      {report.checkpoints.length === 0 ? (
        <p className="px-3.5 py-4 text-ink-3">{t('quality.noCheckpoints')}</p>
      ) : (
        <ul className="py-1.5">
          {report.checkpoints.map(({ name, question, state }) => (
            <li key={name} className="type-small flex items-start gap-2.5 px-3.5 py-1.5">
              <span className="min-w-0 flex-1">
                <b className="font-medium">{name}</b> <span className="text-ink-2">{question}</span>
              </span>
              <Chip tone={looks[state].tone} icon={looks[state].icon}>
                {t(`quality.checkpoint.${state}`)}
              </Chip>
            </li>
          ))}
        </ul>
      )}
    </Card>
  )
}

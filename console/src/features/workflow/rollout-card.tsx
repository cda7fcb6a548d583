import { useQuery } from '@tanstack/react-query'
import type { PublishedWorkflow, RolloutFigure, RolloutMeasure, WorkflowRollout } from '@switchyard/sdk'
import { Card } from '../../ui/card.tsx'
import { Chip } from '../../ui/chip.tsx'
import { now } from '../../ui/clock.ts'
import { Icon } from '../../ui/icon.tsx'
import { countText } from '../../ui/figure-text.ts'
import { countedDuration, fullDate, momentText, shareText } from '../../ui/time.ts'
import { plural, t, wordFor } from '../../ui/words/words.ts'
import { rolloutQuery } from './queries.ts'

const tones = { waiting: 'quiet', holds: 'met', unsure: 'near', worse: 'breach' } as const
const icons = { waiting: 'clock', holds: 'check', unsure: 'alert', worse: 'x' } as const

function FigureCell({ measure, figure: { value, counted } }: { measure: RolloutMeasure; figure: RolloutFigure }) {
  const text = value === null ? '–' : measure === 'waitP90' ? countedDuration(value) : shareText(value)
  return (
    <td className="px-2 text-end whitespace-nowrap">
      {text}
      <span className="block text-[11.5px]/[15px] text-ink-3">{t('rollout.of', { count: countText(counted) })}</span>
    </td>
  )
}

function VerdictCell({ tripwires }: { tripwires: WorkflowRollout['returnWhen'] }) {
  return (
    <td className="px-2 pe-3.5">
      <span className="flex flex-wrap justify-end gap-1">
        {tripwires.map(({ state, worseBy, atLeast }) => (
          <Chip
            key={`${worseBy}-${atLeast}`}
            tone={tones[state]}
            icon={icons[state]}
            title={t('rollout.terms', { worseBy, atLeast })}
          >
            {wordFor('rollout.verdict', state)}
          </Chip>
        ))}
        {tripwires.length === 0 && <span className="text-ink-3">–</span>}
      </span>
    </td>
  )
}

function Figures({ rollout }: { rollout: WorkflowRollout }) {
  const { version, from, measures, returnWhen } = rollout
  return (
    <div className="ring-inside overflow-x-auto" tabIndex={0} role="region" aria-label={t('rollout.title')}>
      <table className="type-small num w-full border-collapse">
        <thead>
          <tr className="type-micro h-8 border-b border-line text-ink-3 *:px-2 *:font-normal">
            <th scope="col" className="!ps-3.5 text-start">
              {t('rollout.measure')}
            </th>
            <th scope="col" className="text-end whitespace-nowrap">
              {t('workflow.version', { version })}
            </th>
            <th scope="col" className="text-end whitespace-nowrap">
              {t('workflow.version', { version: from })}
            </th>
            <th scope="col" className="!pe-3.5 text-end">
              {t('rollout.verdict')}
            </th>
          </tr>
        </thead>
        <tbody>
          {measures.map(({ measure, rolledOut, others }) => (
            <tr key={measure} className="h-11 border-b border-line last:border-0">
              <th scope="row" className="px-2 ps-3.5 text-start font-medium">
                {wordFor('rollout.measure', measure)}
              </th>
              <FigureCell measure={measure} figure={rolledOut} />
              <FigureCell measure={measure} figure={others} />
              <VerdictCell tripwires={returnWhen.filter((tripwire) => tripwire.measure === measure)} />
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

/** How a change is faring that only a share of the tasks waits by; nothing while none is rolled out. */
export function RolloutCard({ published }: { published: PublishedWorkflow }) {
  const { data } = useQuery(rolloutQuery(published))
  if (data?.version !== published.version) return null
  const { share, version, from, since, returnWhen, refused } = data
  const aside = (
    <span className="type-meta text-ink-3" title={fullDate(since)}>
      {t('rollout.since', { at: momentText(since, now()) })}
    </span>
  )
  return (
    <Card icon="branch" title={t('rollout.title')} aside={aside}>
      <p className="type-small border-b border-line px-3.5 py-2.5">
        {t('rollout.line', { share: shareText(share / 100), version, from })}{' '}
        <span className="text-ink-3">
          {returnWhen.length === 0 ? t('rollout.noReturn') : plural('rollout.tripwires', returnWhen.length, { from })}
        </span>
      </p>
      {refused !== null && (
        <p role="status" className="type-small flex items-start gap-1.5 border-b border-line px-3.5 py-2.5">
          <Icon name="alert" size="s" tone="mt-0.5 text-breach" />
          <span className="min-w-0 break-words">
            <span className="font-medium text-breach">{t('rollout.refused', { from })}</span> {refused.message}
          </span>
        </p>
      )}
      <Figures rollout={data} />
    </Card>
  )
}

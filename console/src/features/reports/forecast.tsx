import type { ForecastReport } from '@switchyard/sdk'
import { countText, wholeShare } from '../../ui/figure-text.ts'
import { language, plural } from '../../ui/words/words.ts'
import { ChartCard } from './chart-card.tsx'
import { said } from './forecast-words.ts'
import { metricName } from './metric-name.ts'
import { ReliabilityDiagram } from './reliability-diagram.tsx'

type Score = ForecastReport['metrics'][number]

/** Of fewer clocks a picture would only show chance. */
const fewestClocks = 30

const decimals = (value: number | null) =>
  value === null
    ? '–'
    : new Intl.NumberFormat(language(), { minimumFractionDigits: 3, maximumFractionDigits: 3 }).format(value)

const countsOf = ({ n, excluded }: Score) =>
  said(excluded === 0 ? 'counted' : 'countedWithout', { n: countText(n), excluded: countText(excluded) })

function comparison({ skill, observed, baseBrier }: Score): string {
  if (skill === null) return said('same')
  const words = { skill: wholeShare(skill), observed: wholeShare(observed), base: decimals(baseBrier) }
  return said(skill > 0 ? 'better' : 'worse', words)
}

const intervalText = (ci95: Score['bins'][number]['ci95']) =>
  ci95 === null ? '–' : `${wholeShare(ci95.low)} – ${wholeShare(ci95.high)}`

function ScoreCard({ score }: { score: Score }) {
  return (
    <ChartCard
      title={metricName(score.metric)}
      definition={said('definition')}
      basis={plural('reports.ofClocks', score.clocks)}
      table={{
        columns: [
          said('tenth'),
          said('predicted'),
          said('observed'),
          said('interval'),
          said('predictions'),
          said('clocks'),
        ],
        rows: score.bins.map((bin) => [
          `${wholeShare(bin.from)} – ${wholeShare(bin.to)}`,
          wholeShare(bin.predicted),
          wholeShare(bin.observed),
          intervalText(bin.ci95),
          countText(bin.n),
          countText(bin.clocks),
        ]),
      }}
      chart={
        <div className="px-3.5 pt-2.5 pb-3">
          <p className="type-small num mb-1">
            <b className="font-semibold">{said('brier', { brier: decimals(score.brier) })}</b>{' '}
            <span className="text-ink-2">{comparison(score)}</span>{' '}
            <span className="text-ink-3">{countsOf(score)}</span>
          </p>
          <ReliabilityDiagram bins={score.bins} />
        </div>
      }
    />
  )
}

/** How good the breach risks were, by metric; nothing where too few were judged. */
export function Forecast({ report: { metrics, sample } }: { report: ForecastReport }) {
  const shown = metrics.filter(({ clocks }) => clocks >= fewestClocks)
  if (shown.length === 0) return null
  return (
    <section aria-labelledby="forecast-title" className="flex flex-col gap-3">
      <h2 id="forecast-title" className="type-title">
        {said('title')}
      </h2>
      <div className="grid grid-cols-1 items-start gap-4 stack:grid-cols-2 max-pane:gap-3">
        {shown.map((score) => (
          <ScoreCard key={score.metric} score={score} />
        ))}
      </div>
      {sample.tickets < sample.of && (
        <p className="type-meta text-ink-3">
          {said('sampled', { tickets: countText(sample.tickets), of: countText(sample.of) })}
        </p>
      )}
    </section>
  )
}

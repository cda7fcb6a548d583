import type { ReportOverview } from '@switchyard/sdk'
import { countText, judged, scoreText, secondsText, wholeShare } from '../../ui/figure-text.ts'
import { shareText } from '../../ui/time.ts'
import { plural, t } from '../../ui/words/words.ts'
import { Articles } from './articles.tsx'
import { ChartCard } from './chart-card.tsx'
import { pointsChange, relativeChange } from './change-text.ts'
import { FigureTile } from './figure-tile.tsx'
import { dayText, LineChart } from './line-chart.tsx'
import type { ReportsFilter } from './reports-filter.ts'
import { RowsLink } from './rows-link.tsx'
import { Shares } from './shares.tsx'

interface OverviewProps {
  report: ReportOverview
  /** Of as many days before; null until it is known. */
  before: ReportOverview | null
  filter: ReportsFilter
  onFilter: (change: Partial<ReportsFilter>) => void
}

type Figures = ReportOverview['figures']

const basisOf = (n: number, excluded: number) =>
  excluded === 0
    ? plural('quality.ofTickets', n)
    : `${plural('quality.ofTickets', n)} ${plural('quality.without', excluded)}`

function Timed({
  metric,
  now,
  before,
}: {
  metric: 'firstResponse' | 'resolution'
  now: Figures
  before: Figures | null
}) {
  const timed = now[metric]
  const old = before?.[metric] ?? null
  return (
    <FigureTile
      name={t(`quality.${metric}`)}
      definition={t(`quality.${metric}Text`)}
      figure={secondsText(timed.p50Seconds)}
      change={relativeChange(timed.p50Seconds, old?.p50Seconds ?? null)}
      before={secondsText(old?.p50Seconds ?? null)}
      {...(timed.attainment === null
        ? {}
        : { note: t('quality.onTime', { share: shareText(timed.attainment), n: countText(judged(timed)) }) })}
      basis={basisOf(timed.n, timed.excluded)}
    />
  )
}

function Tiles({ now, before }: { now: Figures; before: Figures | null }) {
  const { volume, escalations, reopened, quality } = now
  const rows = (
    <RowsLink rowsUrl={now.rowsUrl} title={t('reports.rows')}>
      {t('reports.tickets')}
    </RowsLink>
  )
  const count = (key: 'created' | 'closed') => (
    <FigureTile
      name={t(`quality.${key}`)}
      definition={t(`quality.${key}Text`)}
      figure={countText(volume[key])}
      change={relativeChange(volume[key], before?.volume[key] ?? null)}
      before={countText(before?.volume[key] ?? 0)}
      basis={key === 'created' ? t('reports.inTime') : plural('quality.stillOpen', volume.open)}
      {...(key === 'created' ? { rows } : {})}
    />
  )
  return (
    <div className="grid grid-cols-2 gap-3 pane:grid-cols-[repeat(auto-fill,minmax(166px,1fr))]">
      {count('created')}
      {count('closed')}
      <Timed metric="firstResponse" now={now} before={before} />
      <Timed metric="resolution" now={now} before={before} />
      <FigureTile
        name={t('quality.escalations')}
        definition={t('quality.escalationsText')}
        figure={countText(escalations.n)}
        change={relativeChange(escalations.n, before?.escalations.n ?? null)}
        before={countText(before?.escalations.n ?? 0)}
        basis={plural('quality.ofCreated', volume.created)}
      />
      <FigureTile
        name={t('quality.reopened')}
        definition={t('quality.reopenedText')}
        figure={reopened.rate === null ? '–' : shareText(reopened.rate)}
        note={countText(reopened.n)}
        change={pointsChange(reopened.rate, before?.reopened.rate ?? null, t('reports.points'))}
        before={wholeShare(before?.reopened.rate ?? null)}
        basis={plural('quality.ofEnded', volume.closed)}
      />
      <FigureTile
        name={t('quality.score')}
        definition={t('quality.scoreText')}
        figure={scoreText(quality.score)}
        change={relativeChange(quality.score, before?.quality.score ?? null)}
        before={scoreText(before?.quality.score ?? null)}
        basis={quality.n === 0 ? t('quality.noReviews') : plural('quality.ofReviews', quality.n)}
      />
    </div>
  )
}

function Charts({ report, before }: Pick<OverviewProps, 'report' | 'before'>) {
  const days = report.days.map(({ day }) => day)
  const old = days.map((_, index) => before?.days[index]?.created ?? null)
  const { created, closed, open } = report.figures.volume
  const columns = [t('reports.day'), t('quality.created'), t('quality.closed'), t('quality.open')]
  const rows = report.days.map((day) => [
    dayText(day.day),
    countText(day.created),
    countText(day.closed),
    countText(day.open),
  ])
  return (
    <div className="grid items-start gap-4 stack:grid-cols-2 max-pane:gap-3">
      <ChartCard
        title={t('reports.volume')}
        definition={t('reports.volumeText')}
        basis={t('reports.volumeBasis', { created: countText(created), closed: countText(closed) })}
        table={{ columns, rows }}
        chart={
          <LineChart
            label={t('reports.volumeSaid', {
              created: countText(created),
              closed: countText(closed),
              days: days.length,
            })}
            days={days}
            series={[
              {
                id: 'created',
                label: t('quality.created'),
                values: report.days.map((day) => day.created),
                look: 'first',
              },
              {
                id: 'closed',
                label: t('quality.closed'),
                values: report.days.map((day) => day.closed),
                look: 'second',
              },
              ...(before === null
                ? []
                : [{ id: 'before', label: t('reports.createdBefore'), values: old, look: 'before' as const }]),
            ]}
          />
        }
      />
      <ChartCard
        title={t('reports.backlog')}
        definition={t('reports.backlogText')}
        basis={plural('quality.stillOpen', open)}
        table={{ columns, rows }}
        chart={
          <LineChart
            hasArea
            label={t('reports.backlogSaid', { open: countText(open) })}
            days={days}
            series={[
              { id: 'open', label: t('quality.open'), values: report.days.map((day) => day.open), look: 'first' },
            ]}
          />
        }
      />
    </div>
  )
}

/** Volumes, backlog and shares of a time against the time before, and what was read before chats. */
export function Overview({ report, before, filter, onFilter }: OverviewProps) {
  return (
    <>
      <Tiles now={report.figures} before={before?.figures ?? null} />
      <Charts report={report} before={before} />
      <Shares report={report} filter={filter} onFilter={onFilter} />
      <Articles articles={report.articles} />
    </>
  )
}

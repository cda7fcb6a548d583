import { Link } from '@tanstack/react-router'
import type { SlaReport } from '@switchyard/sdk'
import { countText, secondsText } from '../../ui/figure-text.ts'
import { clockMetrics } from '../../ui/sla.ts'
import { fullDate, shareText } from '../../ui/time.ts'
import { plural, t, wordFor } from '../../ui/words/words.ts'
import { ChartCard } from './chart-card.tsx'
import { metricName } from './metric-name.ts'
import { pointsChange } from './change-text.ts'
import { FigureTile } from './figure-tile.tsx'
import { promiseSplits } from './reports-filter.ts'
import type { ReportsFilter } from './reports-filter.ts'
import { RowsLink } from './rows-link.tsx'
import { SplitChoice } from './split-choice.tsx'
import { TableCard } from './table-card.tsx'

type Verdicts = SlaReport['attainment'][number]

interface PromisesProps {
  report: SlaReport
  before: SlaReport | null
  filter: ReportsFilter
  onFilter: (change: Partial<ReportsFilter>) => void
}

const shareOf = (row: Pick<Verdicts, 'attainment'>) => (row.attainment === null ? '–' : shareText(row.attainment))
const keyName = (split: string, key: string | null) =>
  key === null ? t('quality.none') : split === 'priority' ? wordFor('priority', key) : key

const states = ['running', 'paused', 'cancelled', 'not_applicable'] as const

/** What became of the clocks that have no verdict: `3 running, 1 does not apply`. */
const leftOut = ({ excludedBy }: Verdicts) =>
  states
    .filter((state) => excludedBy[state] > 0)
    .map((state) => `${countText(excludedBy[state])} ${wordFor('clock.state', state)}`)
    .join(', ')

const basisOf = (row: Verdicts) =>
  row.excluded === 0
    ? plural('reports.ofClocks', row.n)
    : `${plural('reports.ofClocks', row.n)} ${t('reports.leftOut')}: ${leftOut(row)}`

function Tiles({ report, before }: Pick<PromisesProps, 'report' | 'before'>) {
  const whole = (from: SlaReport | null, metric: string) =>
    from?.attainment.find((row) => row.split === 'metric' && row.metric === metric)
  return (
    <div className="grid grid-cols-2 gap-3 pane:grid-cols-[repeat(auto-fill,minmax(200px,1fr))]">
      {clockMetrics.map((metric) => {
        const row = whole(report, metric)
        if (row === undefined) return null
        const old = whole(before, metric)
        return (
          <FigureTile
            key={metric}
            name={metricName(metric)}
            definition={t('reports.attainmentText')}
            figure={shareOf(row)}
            note={t('reports.metBreached', { met: countText(row.met), breached: countText(row.breached) })}
            change={pointsChange(row.attainment, old?.attainment ?? null, t('reports.points'))}
            before={old === undefined ? '–' : shareOf(old)}
            basis={basisOf(row)}
            {...(row.rowsUrl === null
              ? {}
              : {
                  rows: (
                    <RowsLink rowsUrl={row.rowsUrl} title={t('reports.rows')}>
                      {t('reports.tickets')}
                    </RowsLink>
                  ),
                })}
          />
        )
      })}
    </div>
  )
}

/** Kept and broken on one bar of full width: the break is what the eye should find. */
function KeptBar({ row }: { row: Verdicts }) {
  const share = row.attainment ?? 0
  return (
    <span
      role="img"
      aria-label={t('reports.barSaid', { share: shareOf(row), n: countText(row.n) })}
      className="flex h-2 w-full gap-px overflow-hidden rounded-full bg-fill"
    >
      {row.n > 0 && <i className="block h-full bg-met-mark" style={{ width: `${100 * share}%` }} />}
      {row.n > 0 && <i className="block h-full flex-1 bg-breach-mark" />}
    </span>
  )
}

function Label({ row }: { row: Verdicts }) {
  const name = keyName(row.split, row.key)
  return row.rowsUrl === null ? (
    name
  ) : (
    <RowsLink rowsUrl={row.rowsUrl} title={t('quality.showTickets', { label: name })}>
      {name}
    </RowsLink>
  )
}

function ByMetric({ metric, rows }: { metric: string; rows: Verdicts[] }) {
  const columns = [
    metricName(metric),
    t('reports.attainment'),
    t('reports.met'),
    t('reports.breached'),
    t('reports.counted'),
    t('reports.leftOut'),
  ]
  return (
    <ChartCard
      title={metricName(metric)}
      definition={t('reports.attainmentText')}
      basis={plural(
        'reports.ofClocks',
        rows.reduce((sum, { n }) => sum + n, 0),
      )}
      table={{
        columns,
        rows: rows.map((row) => [
          <Label key="label" row={row} />,
          shareOf(row),
          countText(row.met),
          countText(row.breached),
          countText(row.n),
          row.excluded === 0 ? countText(0) : leftOut(row),
        ]),
      }}
      chart={
        <ul className="grid gap-2 px-3.5 py-3">
          {rows.map((row) => (
            <li
              key={row.key ?? ''}
              className="type-small num grid grid-cols-[minmax(0,120px)_minmax(0,1fr)_92px] items-center gap-2.5"
            >
              <span className="truncate">
                <Label row={row} />
              </span>
              <KeptBar row={row} />
              <span className="whitespace-nowrap text-end">
                {shareOf(row)} <span className="text-ink-3">n {countText(row.n)}</span>
              </span>
            </li>
          ))}
        </ul>
      }
    />
  )
}

function Worst({ worst }: { worst: SlaReport['worst'] }) {
  if (worst.length === 0) return null
  const columns = [
    t('reports.ticket'),
    t('reports.metric'),
    t('quality.by.queue'),
    t('quality.by.priority'),
    t('reports.late'),
    t('reports.answered'),
  ]
  return (
    <TableCard
      title={t('reports.worst')}
      columns={columns}
      rows={worst.map((one) => [
        <Link
          key="ticket"
          to="/tickets/$ticketId"
          params={{ ticketId: one.ticket.id }}
          className="link hover:underline"
          title={t('reports.breachedAt', { at: fullDate(one.breachedAt) })}
        >
          #{one.ticket.number}
        </Link>,
        wordFor('sla.metric', one.metric),
        one.queue ?? '–',
        wordFor('priority', one.priority),
        secondsText(one.lateSeconds),
        t(one.metAt === null ? 'reports.notYet' : 'reports.yes'),
      ])}
    />
  )
}

/** Promises kept and broken by metric, and where; then those broken the longest. */
export function Promises({ report, before, filter, onFilter }: PromisesProps) {
  const rowsOf = (metric: string) =>
    report.attainment.filter((row) => row.split === filter.promisesBy && row.metric === metric)
  const shown = clockMetrics.filter((metric) => rowsOf(metric).length > 0)
  if (report.attainment.length === 0) return <p className="text-ink-3">{t('reports.noClocks')}</p>
  return (
    <>
      <Tiles report={report} before={before} />
      <div className="flex items-center gap-2">
        <h2 className="type-title">{t('reports.where')}</h2>
        <SplitChoice
          label={t('quality.groupBy')}
          choices={promiseSplits}
          chosen={filter.promisesBy}
          onChoose={(promisesBy) => onFilter({ promisesBy })}
        />
      </div>
      <div className="grid items-start gap-4 stack:grid-cols-2 max-pane:gap-3">
        {shown.map((metric) => (
          <ByMetric key={metric} metric={metric} rows={rowsOf(metric)} />
        ))}
      </div>
      <Worst worst={report.worst} />
    </>
  )
}

import { lazy, Suspense } from 'react'
import { useQuery } from '@tanstack/react-query'
import { now } from '../../ui/clock.ts'
import { spanText } from '../../ui/figure-text.ts'
import { Icon } from '../../ui/icon.tsx'
import { spanBefore, spanFault, spanOf } from '../../ui/report-time.ts'
import { Bones, Failure } from '../../ui/states.tsx'
import { t } from '../../ui/words/words.ts'
import { Overview } from './overview.tsx'
import { Promises } from './promises.tsx'
import { fairnessQuery, forecastQuery, overviewQuery, recurringQuery, slaReportQuery } from './queries.ts'
import { Recurring } from './recurring.tsx'
import { ReportsBar } from './reports-bar.tsx'
import { fairnessQueryOf, queryOf } from './reports-filter.ts'
import type { ReportsFilter } from './reports-filter.ts'

const Forecast = lazy(async () => ({ default: (await import('./forecast.tsx')).Forecast }))
const Fairness = lazy(async () => ({ default: (await import('./fairness.tsx')).Fairness }))

interface ReportsScreenProps {
  filter: ReportsFilter
  onFilter: (change: Partial<ReportsFilter>) => void
}

/** The report that is shown, then of as many days before: one after the other, for reports are heavy. */
function useReports(filter: ReportsFilter, span: { from: string; to: string }, isAsked: boolean) {
  const [query, before] = [queryOf(filter, span), queryOf(filter, spanBefore(span))]
  const { tab } = filter
  const sla = useQuery({ ...slaReportQuery(query), enabled: isAsked && tab === 'sla' })
  const recurring = useQuery({ ...recurringQuery(query), enabled: isAsked && tab === 'recurring' })
  const fairQuery = fairnessQueryOf(filter, span)
  const fairness = useQuery({ ...fairnessQuery(fairQuery), enabled: isAsked && tab === 'fairness' })
  const other = { overview: sla, sla, recurring, fairness }[tab]
  // Also asked for by the other tabs: it knows what the filters may name.
  const overview = useQuery({ ...overviewQuery(query), enabled: isAsked && (tab === 'overview' || other.isSuccess) })
  const isNext = isAsked && overview.isSuccess
  const overviewBefore = useQuery({ ...overviewQuery(before), enabled: isNext && tab === 'overview' })
  const slaBefore = useQuery({ ...slaReportQuery(before), enabled: isNext && tab === 'sla' })
  const reports = { overview, sla, recurring, fairness }
  const forecast = useQuery({ ...forecastQuery(query), enabled: isNext && tab === 'sla' && slaBefore.isFetched })
  const befores = { overviewBefore: overviewBefore.data ?? null, slaBefore: slaBefore.data ?? null }
  return { query: tab === 'fairness' ? fairQuery : query, ...reports, ...befores, forecast, shown: reports[tab] }
}

/** Reports: volumes and promises of a time in charts and tables, held against the time before. */
export function ReportsScreen({ filter, onFilter }: ReportsScreenProps) {
  const span = spanOf(filter, now())
  const fault = spanFault(span)
  const reports = useReports(filter, span, fault === null)
  const { query, overview, overviewBefore, sla, slaBefore, recurring, fairness, forecast, shown } = reports
  return (
    <div className="flex h-full min-h-0 flex-col">
      <ReportsBar
        filter={filter}
        span={span}
        query={query}
        choices={overview.data?.choices ?? null}
        onFilter={onFilter}
      />
      <main
        id="report"
        aria-labelledby={`report-tab-${filter.tab}`}
        aria-busy={shown.isPlaceholderData}
        className={`flex min-h-0 flex-1 flex-col gap-4 overflow-y-auto px-5 py-4 *:flex-none max-pane:gap-3 max-pane:px-3.5 ${shown.isPlaceholderData ? 'opacity-60' : ''}`}
      >
        {fault !== null && (
          <p role="alert" className="flex items-center gap-1.5 text-breach">
            <Icon name="alert" size="s" /> {t('quality.spanOrder')}
          </p>
        )}
        {shown.error && !shown.data && <Failure error={shown.error} onRetry={() => void shown.refetch()} />}
        {!shown.data && !shown.error && fault === null && <Bones rows={['h-28', 'h-52', 'h-64']} />}
        {filter.tab === 'overview' && overview.data && (
          <Overview report={overview.data} before={overviewBefore} filter={filter} onFilter={onFilter} />
        )}
        {filter.tab === 'sla' && sla.data && (
          <Promises report={sla.data} before={slaBefore} filter={filter} onFilter={onFilter} />
        )}
        {filter.tab === 'sla' && sla.data && forecast.data && (
          <Suspense fallback={null}>
            <Forecast report={forecast.data} />
          </Suspense>
        )}
        {filter.tab === 'recurring' && recurring.data && <Recurring report={recurring.data} query={query} />}
        {filter.tab === 'fairness' && fairness.data && (
          <Suspense fallback={<Bones rows={['h-28', 'h-64']} />}>
            <Fairness report={fairness.data} />
          </Suspense>
        )}
        {shown.data && (filter.tab === 'overview' || filter.tab === 'sla') && (
          <p className="type-meta text-ink-3">{t('reports.comparedWith', { span: spanText(spanBefore(span)) })}</p>
        )}
      </main>
    </div>
  )
}

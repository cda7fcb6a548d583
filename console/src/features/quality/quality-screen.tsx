import { useQuery } from '@tanstack/react-query'
import { now } from '../../ui/clock.ts'
import { Icon } from '../../ui/icon.tsx'
import { Bones, Failure } from '../../ui/states.tsx'
import { t } from '../../ui/words/words.ts'
import { Breakdown } from './breakdown.tsx'
import { FigureTiles } from './figure-tiles.tsx'
import { CheckpointsCard, CriteriaCard } from './findings.tsx'
import { QualityBar } from './quality-bar.tsx'
import { reportQuery } from './queries.ts'
import { spanFault, spanOf } from '../../ui/report-time.ts'
import { reportQueryOf } from './report-filter.ts'
import type { ReportFilter } from './report-filter.ts'
import { ReviewLists } from './review-lists.tsx'

interface QualityScreenProps {
  /** Agent, member and user of the viewer. */
  meIds: readonly string[]
  mayReview: boolean
  filter: ReportFilter
  onFilter: (change: Partial<ReportFilter>) => void
}

/** Quality: what a time was like in figures, where it was better or worse, and the reviews behind the score. */
export function QualityScreen({ meIds, mayReview, filter, onFilter }: QualityScreenProps) {
  const span = spanOf(filter, now())
  const fault = spanFault(span)
  const query = reportQueryOf(filter, now())
  const { data, error, isPlaceholderData, refetch } = useQuery({ ...reportQuery(query), enabled: fault === null })
  const lists = <ReviewLists meIds={meIds} mayReview={mayReview} />
  return (
    <div className="flex h-full min-h-0 flex-col">
      <QualityBar filter={filter} span={span} query={query} choices={data?.choices ?? null} onFilter={onFilter} />
      <div className="grid min-h-0 flex-1 grid-cols-[minmax(0,1fr)] grid-rows-[minmax(0,1fr)] wide:grid-cols-[minmax(0,1fr)_340px]">
        <main className="flex min-h-0 min-w-0 flex-col gap-4 overflow-y-auto px-5 py-4 max-pane:gap-3 max-pane:px-3.5">
          {fault !== null && (
            <p role="alert" className="flex items-center gap-1.5 text-breach">
              <Icon name="alert" size="s" /> {t('quality.spanOrder')}
            </p>
          )}
          {error && !data && <Failure error={error} onRetry={() => void refetch()} />}
          {!data && !error && fault === null && <Bones rows={['h-32', 'h-32', 'h-64']} />}
          {data && (
            <>
              <FigureTiles report={data} isOld={isPlaceholderData} />
              <Breakdown report={data} filter={filter} onFilter={onFilter} />
              <div className="grid items-start gap-4 stack:grid-cols-2 max-pane:gap-3">
                <CriteriaCard report={data} />
                <CheckpointsCard report={data} />
              </div>
            </>
          )}
          <div className="h-[520px] flex-none overflow-hidden rounded-card bg-surface shadow-[0_0_0_1px_var(--line),var(--shadow-1)] wide:hidden">
            {lists}
          </div>
        </main>
        <aside aria-label={t('review.reviews')} className="min-h-0 border-s border-line bg-surface max-wide:hidden">
          {lists}
        </aside>
      </div>
    </div>
  )
}

import { useInfiniteQuery } from '@tanstack/react-query'
import type { CaseLane } from '@switchyard/sdk'
import { Button } from '../../ui/button.tsx'
import { Icon } from '../../ui/icon.tsx'
import type { IconName } from '../../ui/icon-paths.tsx'
import { Bones, Failure } from '../../ui/states.tsx'
import { plural, t, wordFor } from '../../ui/words/words.ts'
import { CaseCard } from './case-card.tsx'
import { inBoardOrder } from './case-filter.ts'
import type { CaseFilter, CaseStatus } from './case-filter.ts'
import { laneQuery } from './queries.ts'

const icons: Record<CaseStatus, IconName> = {
  opened: 'dashed',
  triage: 'filter',
  investigating: 'search',
  decision: 'four-eyes',
  follow_up: 'arrow',
  closed: 'check-circle',
}

/** The figures of a lane in words, for whoever does not see the chips. */
function laneWords(status: CaseStatus, counts: CaseLane | undefined): string {
  const parts = [
    plural('case.count', counts?.cases ?? 0),
    counts?.late ? plural('case.lateCount', counts.late) : '',
    counts?.paused ? plural('case.pausedCount', counts.paused) : '',
  ].filter((part) => part !== '')
  return `${wordFor('case.status', status)}: ${parts.join(', ')}`
}

interface LaneProps {
  status: CaseStatus
  filter: CaseFilter
  counts: CaseLane | undefined
  openId: string | null
  cursorId: string | null
  onCursor: (id: string) => void
  /** The one lane that a phone shows. */
  isOnPhone: boolean
}

/** One stage of the board: its figures and its cases, the soonest due on top. */
export function Lane({ status, filter, counts, openId, cursorId, onCursor, isOnPhone }: LaneProps) {
  const { data, error, refetch, hasNextPage, fetchNextPage, isFetchingNextPage } = useInfiniteQuery(
    laneQuery(status, filter),
  )
  const cases = inBoardOrder(data?.pages.flatMap((page) => page.data) ?? [])
  return (
    <section
      aria-label={laneWords(status, counts)}
      className={`flex min-h-0 min-w-0 flex-col ${isOnPhone ? '' : 'max-pane:hidden'}`}
    >
      <header className="mb-2 flex h-[26px] flex-none items-center gap-2 max-pane:hidden">
        <Icon name={icons[status]} size="s" tone="text-ink-3" />
        <h2 className="type-ui-strong truncate">{wordFor('case.status', status)}</h2>
        <span className="num text-ink-3">{counts?.cases ?? ''}</span>
        {counts !== undefined && counts.late > 0 && (
          <span className="chip breach ms-auto" title={plural('case.lateCount', counts.late)}>
            <Icon name="alert" size="xs" />
            {counts.late}
          </span>
        )}
      </header>
      <div
        data-lane={status}
        className="-mx-1 flex min-h-0 flex-1 flex-col gap-2 overflow-y-auto px-1 pb-4 pt-px max-pane:pb-6"
      >
        {error && !data && <Failure error={error} onRetry={() => void refetch()} className="" />}
        {!data && !error && <Bones rows={['h-[112px]', 'h-[112px]']} />}
        {data && cases.length === 0 && (
          <p className="type-meta rounded-card border border-dashed border-line-strong px-3 py-[18px] text-center text-ink-3">
            {wordFor('case.empty', status)}
          </p>
        )}
        {cases.map((one) => (
          <CaseCard
            key={one.id}
            one={one}
            isOpen={one.id === openId}
            isCursor={one.id === cursorId}
            onFocus={() => onCursor(one.id)}
          />
        ))}
        {hasNextPage && (
          <Button small busy={isFetchingNextPage} onClick={() => void fetchNextPage()}>
            {t('case.more')}
          </Button>
        )}
      </div>
    </section>
  )
}

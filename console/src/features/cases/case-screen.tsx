import { useCallback, useEffect, useRef } from 'react'
import { useInfiniteQuery, useQuery, useQueryClient } from '@tanstack/react-query'
import type { CaseLane, DomainEvent } from '@switchyard/sdk'
import { cacheKeys } from '../../live/cache-keys.ts'
import { useLiveEvents } from '../../live/live-status.ts'
import { Icon } from '../../ui/icon.tsx'
import { Failure } from '../../ui/states.tsx'
import { plural, t, wordFor } from '../../ui/words/words.ts'
import { CaseBar } from './case-bar.tsx'
import { caseStatuses, inBoardOrder, isNarrowed } from './case-filter.ts'
import type { CaseFilter, CaseStatus } from './case-filter.ts'
import { CasePanel } from './case-panel.tsx'
import { Lane } from './lane.tsx'
import { laneQuery, lanesQuery } from './queries.ts'
import { useBoardKeys } from './use-board-keys.ts'
import type { Viewer } from './viewer.ts'

interface CaseScreenProps {
  viewer: Viewer
  filter: CaseFilter
  /** The one lane that a phone shows; null = the first with cases. */
  phoneLane: CaseStatus | null
  openId: string | null
  onFilter: (filter: CaseFilter) => void
  onPhoneLane: (lane: CaseStatus) => void
  onOpen: (caseId: string | null) => void
}

/** The cases of every lane in the order they are shown. */
function useShownCases(filter: CaseFilter) {
  const opened = useInfiniteQuery(laneQuery('opened', filter))
  const triage = useInfiniteQuery(laneQuery('triage', filter))
  const investigating = useInfiniteQuery(laneQuery('investigating', filter))
  const decision = useInfiniteQuery(laneQuery('decision', filter))
  const followUp = useInfiniteQuery(laneQuery('follow_up', filter))
  const closed = useInfiniteQuery(laneQuery('closed', filter))
  return [opened, triage, investigating, decision, followUp, closed].map(({ data }) =>
    inBoardOrder(data?.pages.flatMap((page) => page.data) ?? []),
  )
}

/** Who has a case is told by the events of its task. */
function useOwnersFollowed(taskIds: ReadonlySet<string>): void {
  const client = useQueryClient()
  const known = useRef(taskIds)
  useEffect(() => {
    known.current = taskIds
  })
  useLiveEvents(
    useCallback(
      ({ data }: DomainEvent) => {
        if (typeof data.taskId !== 'string' || !known.current.has(data.taskId)) return
        void client.invalidateQueries({ queryKey: cacheKeys.cases })
        void client.invalidateQueries({ queryKey: ['case'] })
      },
      [client],
    ),
  )
}

interface PhoneLanesProps {
  lanes: readonly CaseLane[] | undefined
  chosen: CaseStatus
  onChoose: (lane: CaseStatus) => void
}

function PhoneLanes({ lanes, chosen, onChoose }: PhoneLanesProps) {
  return (
    <div
      role="group"
      aria-label={t('case.lanes')}
      className="flex flex-none gap-0.5 overflow-x-auto border-b border-line bg-surface px-2 [scrollbar-width:none] pane:hidden"
    >
      {caseStatuses.map((status) => {
        const counts = lanes?.find((lane) => lane.status === status)
        return (
          <button
            key={status}
            type="button"
            aria-pressed={status === chosen}
            onClick={() => onChoose(status)}
            className="flex h-11 flex-none items-center gap-1.5 whitespace-nowrap px-2 text-ink-2 ring-inside aria-pressed:font-semibold aria-pressed:text-ink aria-pressed:shadow-[inset_0_-2px_0_var(--accent)]"
          >
            {wordFor('case.status', status)}
            <span className="num font-normal text-ink-3">{counts?.cases ?? ''}</span>
            {counts !== undefined && counts.late > 0 && (
              <Icon name="alert" size="xs" tone="text-breach" label={plural('case.lateCount', counts.late)} />
            )}
          </button>
        )
      })}
    </div>
  )
}

/** Risk Review: every case in its stage, what it waits for, and who may decide it. */
export function CaseScreen(props: CaseScreenProps) {
  const { viewer, filter, phoneLane, openId, onFilter, onPhoneLane, onOpen } = props
  const board = useRef<HTMLElement>(null)
  const { data: lanes, error, refetch } = useQuery(lanesQuery(filter))
  const shown = useShownCases(filter)
  const ids = shown.map((cases) => cases.map(({ id }) => id))
  useOwnersFollowed(new Set(shown.flat().flatMap(({ taskId }) => taskId ?? [])))
  const { cursorId, setCursor } = useBoardKeys({ board, lanes: ids, openId, onOpen })
  const fullest = lanes?.data.find((lane) => lane.cases > 0)?.status ?? 'opened'
  const onPhone = phoneLane ?? fullest
  const all = ids.flat()
  const at = openId === null ? -1 : all.indexOf(openId)
  const isEmpty = lanes !== undefined && lanes.data.every((lane) => lane.cases === 0)
  useEffect(() => {
    if (openId === null) return
    board.current?.querySelector(`[data-row="${openId}"]`)?.scrollIntoView({ block: 'nearest', inline: 'nearest' })
  }, [openId, at])
  return (
    <div className="relative flex h-full min-h-0 flex-col overflow-hidden">
      <div className={`flex min-h-0 flex-1 flex-col ${openId === null ? '' : 'max-pane:hidden stack:me-[548px]'}`}>
        <CaseBar viewer={viewer} lanes={lanes?.data} filter={filter} onFilter={onFilter} />
        <PhoneLanes lanes={lanes?.data} chosen={onPhone} onChoose={onPhoneLane} />
        {isEmpty && (
          <p className="type-small flex flex-none items-start gap-2 px-5 pt-3.5 text-ink-2 max-pane:px-3.5">
            <Icon name="shield" tone="mt-px text-ink-3" />
            {t(isNarrowed(filter) ? 'case.noneNarrowed' : 'case.none')}
          </p>
        )}
        {error && !lanes ? (
          <main className="grid min-h-0 flex-1">
            <Failure error={error} onRetry={() => void refetch()} />
          </main>
        ) : (
          <main
            ref={board}
            aria-label={t('case.board')}
            className="grid min-h-0 flex-1 grid-cols-[minmax(0,1fr)] grid-rows-[minmax(0,1fr)] gap-3 overflow-x-auto px-5 pt-3.5 max-pane:px-3.5 pane:grid-cols-[repeat(6,minmax(188px,1fr))]"
          >
            {caseStatuses.map((status) => (
              <Lane
                key={status}
                status={status}
                filter={filter}
                counts={lanes?.data.find((lane) => lane.status === status)}
                openId={openId}
                cursorId={cursorId}
                onCursor={setCursor}
                isOnPhone={status === onPhone}
              />
            ))}
          </main>
        )}
      </div>
      {openId !== null && (
        <CasePanel
          key={openId}
          caseId={openId}
          viewer={viewer}
          previousId={all[at - 1] ?? null}
          nextId={at === -1 ? null : (all[at + 1] ?? null)}
          onOpen={onOpen}
        />
      )}
    </div>
  )
}

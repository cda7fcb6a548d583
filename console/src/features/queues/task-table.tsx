import { useCallback, useEffect, useRef, useState } from 'react'
import { useInfiniteQuery, useQuery, useQueryClient } from '@tanstack/react-query'
import { useVirtualizer } from '@tanstack/react-virtual'
import type { Task } from '@switchyard/sdk'
import { queuesQuery } from '../../live/queues.ts'
import { Button } from '../../ui/button.tsx'
import { heldOrder } from '../../ui/held-order.ts'
import { Bones, Empty, Failure } from '../../ui/states.tsx'
import { useCursor } from '../../ui/use-cursor.ts'
import { t } from '../../ui/words/words.ts'
import type { Desk } from './desk.ts'
import { tasksQuery } from './queries.ts'
import { shownTasks } from './task-order.ts'
import type { ChannelGroup, Lane, TaskOrder } from './task-order.ts'
import { columns, fullCell, paneCell, TaskRow, wideCell } from './task-row.tsx'
import { useTaskKeys } from './use-task-keys.ts'

const rowPx = 37
const openRowPx = 280
const nearEnd = 20

export interface TaskFilter {
  queue: string | null
  lane: Lane
  channel: ChannelGroup
  order: TaskOrder
}
interface TaskTableProps {
  filter: TaskFilter
  openId: string | null
  onOpen: (taskId: string | null) => void
  /** Leaves queue and channel open again. */
  onShowAll: () => void
  desk: Desk
}

/** The tasks of the filter; while the pointer rests on the list, live changes keep their places. */
function useShown(filter: TaskFilter, isHeld: boolean) {
  const query = useInfiniteQuery(tasksQuery(useQueryClient(), filter.queue))
  const fresh = shownTasks(query.data?.pages.flatMap((page) => page.tasks) ?? [], filter)
  const shown = useRef<{ key: string; tasks: Task[] }>({ key: '', tasks: [] })
  const key = JSON.stringify(filter)
  const tasks = isHeld && shown.current.key === key ? heldOrder(shown.current.tasks, fresh, (task) => task.id) : fresh
  shown.current = { key, tasks }
  const { hasNextPage, isFetching, fetchNextPage } = query
  useEffect(() => {
    if (hasNextPage && !isFetching && tasks.length < nearEnd) void fetchNextPage()
  }, [hasNextPage, isFetching, fetchNextPage, tasks.length])
  return { query, tasks }
}

function Head() {
  const head = 'type-micro text-ink-3'
  return (
    <div role="rowgroup" className="flex-none border-b border-line max-pane:sr-only">
      <div role="row" className={`h-7 ${columns}`}>
        <span role="columnheader" className="sr-only">
          {t('task.channel')}
        </span>
        <span role="columnheader" className={`${head} col-start-2`}>
          {t('task.request')}
        </span>
        <span role="columnheader" className={`${head} ${wideCell}`}>
          {t('task.queue')}
        </span>
        <span role="columnheader" className={`${head} ${paneCell}`}>
          {t('task.priority')}
        </span>
        <span role="columnheader" className={`${head} ${fullCell}`}>
          {t('task.needs')}
        </span>
        <span role="columnheader" className={`${head} ${paneCell}`}>
          {t('task.waited')}
        </span>
        <span role="columnheader" className={`${head} ${wideCell}`}>
          {t('task.state')}
        </span>
        <span role="columnheader" className={`${head} ${paneCell}`}>
          {t('task.clock')}
        </span>
        <span role="columnheader" className="sr-only">
          {t('ticket.more')}
        </span>
      </div>
    </div>
  )
}

interface RowsProps extends TaskTableProps {
  tasks: Task[]
  onNearEnd: () => void
  onHeld: (isHeld: boolean) => void
}

/** The rows in sight; a row that opens is measured, so those below it make room. */
function Rows({ tasks, openId, onOpen, desk, onNearEnd, onHeld }: RowsProps) {
  const { data: queues } = useQuery(queuesQuery)
  const box = useRef<HTMLDivElement>(null)
  const virtual = useVirtualizer({
    count: tasks.length,
    getScrollElement: () => box.current,
    estimateSize: (index) => (tasks[index]?.id === openId ? openRowPx : rowPx),
    getItemKey: (index) => tasks[index]?.id ?? index,
    overscan: 8,
  })
  const scrollTo = useCallback((index: number) => virtual.scrollToIndex(index), [virtual])
  const cursor = useCursor({ ids: tasks.map((task) => task.id), openId, list: box, scrollTo })
  const [focusedId, setFocused] = useState<string | null>(null)
  useTaskKeys(tasks.find((task) => task.id === (focusedId ?? openId)) ?? null, desk)
  const labelOf = (slug: string) => queues?.data.find((queue) => queue.slug === slug)?.label ?? slug
  const toggle = (id: string) => {
    cursor.setId(id)
    onOpen(id === openId ? null : id)
  }
  return (
    <div
      ref={box}
      role="presentation"
      className="min-h-0 flex-1 overflow-y-auto"
      onScroll={() => (virtual.getVirtualItems().at(-1)?.index ?? 0) >= tasks.length - nearEnd && onNearEnd()}
      onFocus={(event) => setFocused(event.target.dataset['row'] ?? null)}
      onBlur={() => setFocused(null)}
      onPointerEnter={() => onHeld(true)}
      onPointerLeave={() => onHeld(false)}
    >
      <div role="presentation" className="relative" style={{ height: virtual.getTotalSize() }}>
        {virtual.getVirtualItems().map((item) => {
          const task = tasks[item.index]
          return (
            task && (
              <div
                key={item.key}
                ref={virtual.measureElement}
                data-index={item.index}
                role="presentation"
                className="absolute inset-x-0 top-0"
                style={{ transform: `translateY(${item.start}px)` }}
              >
                <TaskRow
                  task={task}
                  queueLabel={labelOf(task.queue)}
                  desk={desk}
                  isOpen={task.id === openId}
                  isCursor={task.id === cursor.id}
                  onToggle={() => toggle(task.id)}
                />
              </div>
            )
          )
        })}
      </div>
    </div>
  )
}

/** A virtual list of tasks; one row may be open. */
export function TaskTable(props: TaskTableProps) {
  const { filter } = props
  const [isHeld, setHeld] = useState(false)
  const { query, tasks } = useShown(filter, isHeld)
  const more = () => query.hasNextPage && !query.isFetching && void query.fetchNextPage()
  if (query.error && tasks.length === 0) return <Failure error={query.error} onRetry={() => void query.refetch()} />
  if (query.isPending) return <Bones className="p-4" rows={Array.from({ length: 6 }, () => 'h-7')} />
  if (tasks.length === 0) return <EmptyLane filter={filter} onShowAll={props.onShowAll} />
  return (
    <div
      role="table"
      aria-label={t(`lane.${filter.lane}`)}
      aria-rowcount={tasks.length + 1}
      className="flex min-h-0 flex-1 flex-col"
    >
      <Head />
      <Rows {...props} tasks={tasks} onNearEnd={more} onHeld={setHeld} />
    </div>
  )
}

function EmptyLane({ filter, onShowAll }: Pick<TaskTableProps, 'filter' | 'onShowAll'>) {
  const isNarrowed = filter.queue !== null || filter.channel !== 'all'
  return (
    <Empty
      icon={filter.lane === 'aside' ? 'pause' : filter.lane === 'waiting' ? 'check-circle' : 'headset'}
      title={t(`lane.${filter.lane}Empty`)}
      text={isNarrowed ? t('lane.emptyNarrowed') : t(`lane.${filter.lane}EmptyText`)}
    >
      {isNarrowed && <Button onClick={onShowAll}>{t('lane.showAll')}</Button>}
    </Empty>
  )
}

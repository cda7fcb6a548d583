import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query'
import { IconButton } from '../../ui/button.tsx'
import { Icon } from '../../ui/icon.tsx'
import { MenuButton } from '../../ui/menu.tsx'
import { ProblemLine } from '../../ui/states.tsx'
import { t } from '../../ui/words/words.ts'
import type { Desk } from './desk.ts'
import { tasksQuery } from './queries.ts'
import { QueueSteps } from './queue-steps.tsx'
import { verbLabel } from './task-buttons.tsx'
import { channelGroups, lanes, shownTasks, taskOrders } from './task-order.ts'
import type { Lane } from './task-order.ts'
import { TaskTable } from './task-table.tsx'
import type { TaskFilter } from './task-table.tsx'
import type { useTaskChange } from './use-task-change.ts'

/** How many tasks of a lane are known: `31`, or `100+` while pages wait. */
function useLaneCounts(filter: TaskFilter): Record<Lane, string> {
  const { data, hasNextPage } = useInfiniteQuery(tasksQuery(useQueryClient(), filter.queue))
  const tasks = data?.pages.flatMap((page) => page.tasks) ?? []
  const count = (lane: Lane) => `${shownTasks(tasks, { ...filter, lane }).length}${hasNextPage ? '+' : ''}`
  return { waiting: count('waiting'), working: count('working'), aside: count('aside') }
}

function LaneTabs({ filter, onFilter }: Pick<TaskPanelProps, 'filter' | 'onFilter'>) {
  const counts = useLaneCounts(filter)
  return (
    <div
      role="group"
      aria-label={t('task.state')}
      className="flex min-w-0 gap-0.5 overflow-x-auto [scrollbar-width:none]"
    >
      {lanes.map((lane) => (
        <button
          key={lane}
          type="button"
          aria-pressed={filter.lane === lane}
          onClick={() => onFilter({ lane })}
          className="flex h-7 items-center gap-1.5 whitespace-nowrap rounded-control px-2 text-[13px]/[20px] text-ink-2 ring-inside hover:bg-hover aria-pressed:font-semibold aria-pressed:text-ink max-pane:h-11"
        >
          {t(`lane.${lane}`)}
          <span className="num font-normal text-ink-3">{counts[lane]}</span>
        </button>
      ))}
    </div>
  )
}

function ListMenu({ filter, onFilter }: Pick<TaskPanelProps, 'filter' | 'onFilter'>) {
  return (
    <MenuButton
      className="b bare sm touch"
      align="end"
      sections={[
        {
          label: t('task.order'),
          items: taskOrders.map((order) => ({
            id: order,
            label: t(`task.order.${order}`),
            isChecked: order === filter.order,
            run: () => onFilter({ order }),
          })),
        },
        {
          label: t('task.channel'),
          items: channelGroups.map((channel) => ({
            id: channel,
            label: t(`channelGroup.${channel}`),
            isChecked: channel === filter.channel,
            run: () => onFilter({ channel }),
          })),
        },
      ]}
    >
      <Icon name="sort" size="s" />
      <span className="max-pane:sr-only">
        <span className="sr-only">{t('task.order')}: </span>
        {t(`task.order.${filter.order}`)}
      </span>
    </MenuButton>
  )
}

/** What became of the last change: a refusal in words beside the list, a success for screen readers alone. */
function Outcome({ change }: { change: ReturnType<typeof useTaskChange> }) {
  const { error, variables, isSuccess } = change
  if (error && variables)
    return (
      <div className="flex flex-none items-center gap-2 border-b border-line bg-breach-tint py-1.5 ps-4 pe-2">
        <div className="type-small min-w-0 flex-1">
          <p className="text-ink">
            {t('verb.failed', {
              verb: verbLabel(variables.task, variables.verb.id),
              number: variables.task.ticket.number,
            })}
          </p>
          <ProblemLine error={error} />
        </div>
        <IconButton small icon="x" label={t('action.close')} onClick={() => change.reset()} />
      </div>
    )
  return (
    <p role="status" className="sr-only">
      {isSuccess &&
        t('verb.done', { verb: verbLabel(variables.task, variables.verb.id), number: variables.task.ticket.number })}
    </p>
  )
}

interface TaskPanelProps {
  filter: TaskFilter
  queueLabel: string
  openId: string | null
  onFilter: (change: Partial<TaskFilter>) => void
  onOpen: (taskId: string | null) => void
  desk: Desk
  change: ReturnType<typeof useTaskChange>
}

/** The live list of a queue's tasks, or of all queues. */
export function TaskPanel({ filter, queueLabel, openId, onFilter, onOpen, desk, change }: TaskPanelProps) {
  return (
    <section
      aria-label={filter.queue === null ? t('board.allTasks') : queueLabel}
      className="flex min-h-0 flex-1 flex-col overflow-hidden rounded-card bg-surface shadow-[0_0_0_1px_var(--line),var(--shadow-1)] max-pane:-mx-3.5 max-pane:rounded-none"
    >
      <header className="flex min-h-[42px] flex-none items-center gap-2 border-b border-line px-2">
        <LaneTabs filter={filter} onFilter={onFilter} />
        {filter.queue !== null && (
          <button
            type="button"
            className="chip outlined relative max-pane:!hidden"
            aria-label={t('board.showAll', { queue: queueLabel })}
            onClick={() => onFilter({ queue: null })}
          >
            {queueLabel} <Icon name="x" size="xs" />
          </button>
        )}
        <span className="ms-auto flex">
          <ListMenu filter={filter} onFilter={onFilter} />
        </span>
      </header>
      {filter.queue !== null && <QueueSteps queue={filter.queue} />}
      <Outcome change={change} />
      <TaskTable
        filter={filter}
        openId={openId}
        onOpen={onOpen}
        onShowAll={() => onFilter({ queue: null, channel: 'all' })}
        desk={desk}
      />
    </section>
  )
}

import type { Task } from '@switchyard/sdk'
import { Avatar } from '../../ui/avatar.tsx'
import { channelIcon } from '../../ui/channel.ts'
import { Chip } from '../../ui/chip.tsx'
import { useClock } from '../../ui/clock.ts'
import { Icon } from '../../ui/icon.tsx'
import { monitorWords } from '../../ui/monitor-words.ts'
import { SlaChip } from '../../ui/sla-chip.tsx'
import { shortDuration, timerText } from '../../ui/time.ts'
import { t, wordFor } from '../../ui/words/words.ts'
import type { Desk } from './desk.ts'
import { needsOf } from './needs-of.ts'
import { TaskMenu } from './task-buttons.tsx'
import { WhyPanel } from './why-panel.tsx'

/** Columns by width: a phone has two lines, a narrow window leaves out queue and state. */
export const columns =
  'grid items-center gap-x-3 ps-4 pe-2 grid-cols-[14px_minmax(0,1fr)_44px] ' +
  'pane:grid-cols-[14px_minmax(0,1fr)_64px_56px_128px_56px] ' +
  'stack:grid-cols-[14px_minmax(0,1fr)_96px_64px_56px_112px_148px_56px] ' +
  'full:grid-cols-[14px_minmax(0,1fr)_96px_58px_84px_50px_96px_148px_52px]'
/** Cells that only a wide window has. */
export const wideCell = 'min-w-0 max-stack:hidden'
export const paneCell = 'min-w-0 max-pane:hidden'
export const fullCell = 'min-w-0 max-full:hidden'

function Waited({ task }: { task: Task }) {
  const since = Date.parse(task.enteredAt)
  const text = useClock((nowMs) => timerText(nowMs - since))
  return <span className="num">{text}</span>
}

function Clock({ task }: { task: Task }) {
  if (task.sla === null) return null
  const { metric, dueAt, state } = task.sla
  return <SlaChip clocks={{ [metric]: { dueAt, state }, nextDueAt: dueAt }} />
}

function OfferChip({ name, expiresAt }: { name: string; expiresAt: string }) {
  const left = useClock((nowMs) => timerText(Date.parse(expiresAt) - nowMs))
  return (
    <Chip tone="accent" icon="user" title={t('task.offeredTo', { name })}>
      <span className="max-w-[76px] truncate">{name.split(' ')[0]}</span> {left}
    </Chip>
  )
}

function placeText(task: Task): string {
  const place = task.position === 1 ? t('task.next') : t('task.place', { place: task.position ?? 0 })
  const wait = task.estimatedWait
  return wait === null ? place : t('task.placeAbout', { place, time: shortDuration(wait.p50Seconds * 1000) })
}

/** Who watches the work, and how. */
function Watched({ task, memberId }: { task: Task; memberId: string }) {
  if (task.monitors.length === 0) return null
  const label = task.monitors.map((monitor) => monitorWords(monitor, memberId)).join(', ')
  return (
    <span className="flex flex-none" title={label}>
      <Icon name="eye" size="s" tone="text-ink-3" label={label} />
    </span>
  )
}

/** Where the task stands: its place in line, who is asked, who has it, or that it is set aside. */
function State({ task, memberId }: { task: Task; memberId: string }) {
  const name = task.agentName ?? ''
  switch (task.state) {
    case 'offered':
      return <OfferChip name={name} expiresAt={task.offer?.expiresAt ?? task.enteredAt} />
    case 'active':
    case 'wrapup':
      return (
        <span className="flex min-w-0 items-center gap-1.5">
          <Avatar name={name} size="s" {...(task.agentId ? { id: task.agentId } : {})} />
          <span className="truncate">{task.state === 'wrapup' ? t('task.wrapup', { name }) : name}</span>
          <Watched task={task} memberId={memberId} />
        </span>
      )
    case 'paused':
      return (
        <Chip tone="paused" icon="pause">
          {t(task.parkedAt ? 'task.parked' : 'task.paused')}
        </Chip>
      )
    case 'waiting':
    case 'done':
    case 'cancelled':
    case 'abandoned':
      return (
        <span className="block truncate text-ink-2">
          {task.position === null ? t('task.waiting') : placeText(task)}
        </span>
      )
  }
}

function Priority({ code }: { code: string }) {
  const isHigh = code === 'high' || code === 'critical'
  return <span className={isHigh ? 'font-[550]' : 'text-ink-2'}>{wordFor('priority', code)}</span>
}

interface TaskRowProps {
  task: Task
  queueLabel: string
  desk: Desk
  isOpen: boolean
  isCursor: boolean
  onToggle: () => void
}

function Request({ task, queueLabel, desk, onToggle, isOpen, isCursor }: TaskRowProps) {
  const { customer, issueSummary, number } = task.ticket
  return (
    <div role="cell" className="min-w-0">
      <button
        type="button"
        data-row={task.id}
        tabIndex={isCursor ? 0 : -1}
        aria-expanded={isOpen}
        onClick={onToggle}
        className="flex w-full min-w-0 text-start after:absolute after:inset-x-0 after:top-0 after:h-9 focus-visible:outline-none focus-visible:after:outline-2 focus-visible:after:-outline-offset-2 focus-visible:after:outline-focus max-pane:after:h-15"
      >
        <span className="sr-only">{t('ticket.label', { number })}, </span>
        <b className="max-w-[60%] flex-none truncate font-medium">{customer.name ?? customer.externalId}</b>
        <span className="min-w-0 truncate whitespace-pre text-ink-3"> · {issueSummary}</span>
      </button>
      <span className="mt-0.5 flex items-center gap-2 overflow-hidden whitespace-nowrap pane:hidden">
        <Priority code={task.ticket.priority} />
        <Waited task={task} />
        {task.state === 'waiting' ? <Clock task={task} /> : <State task={task} memberId={desk.actor.memberId} />}
        <span className="truncate text-ink-3">{queueLabel}</span>
      </span>
    </div>
  )
}

/** One task: the line, and below it, when open, why it is where it is. */
export function TaskRow(props: TaskRowProps) {
  const { task, queueLabel, desk, isOpen } = props
  return (
    <div role="rowgroup" className={`border-b border-line ${isOpen ? 'bg-selected' : 'bg-surface'}`}>
      <div role="row" className={`type-small relative h-9 max-pane:h-15 ${columns} ${isOpen ? '' : 'hover:bg-hover'}`}>
        <div role="cell" className="text-ink-3">
          <Icon name={channelIcon(task.channel)} size="s" label={wordFor('channel', task.channel)} />
        </div>
        <Request {...props} />
        <div role="cell" className={`truncate ${wideCell}`} title={queueLabel}>
          {queueLabel}
        </div>
        <div role="cell" className={paneCell}>
          <Priority code={task.ticket.priority} />
        </div>
        <div role="cell" className={`truncate text-ink-2 ${fullCell}`} title={needsOf(task.requirements).join(', ')}>
          {needsOf(task.requirements).join(', ')}
        </div>
        <div role="cell" className={paneCell}>
          <Waited task={task} />
        </div>
        <div role="cell" className={wideCell}>
          <State task={task} memberId={desk.actor.memberId} />
        </div>
        <div role="cell" className={`flex ${paneCell}`}>
          <Clock task={task} />
        </div>
        <div role="cell" className="flex items-center justify-end gap-1">
          <span className="relative z-1 max-pane:hidden">
            <TaskMenu task={task} desk={desk} />
          </span>
          <Icon name="down" size="s" tone={`text-ink-3 ${isOpen ? '' : '-rotate-90 rtl:rotate-90'}`} />
        </div>
      </div>
      {isOpen && (
        <div role="row">
          <div role="cell" aria-colspan={9}>
            <WhyPanel task={task} desk={desk} />
          </div>
        </div>
      )}
    </div>
  )
}

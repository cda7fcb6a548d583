import type { PresenceState, QueueFigures } from '@switchyard/sdk'
import { Chip } from '../../ui/chip.tsx'
import { useClock } from '../../ui/clock.ts'
import { Icon } from '../../ui/icon.tsx'
import { queueIcon } from '../../ui/queue-icon.ts'
import { shareText, shortDuration, timerText } from '../../ui/time.ts'
import { plural, t, wordFor } from '../../ui/words/words.ts'
import { alarmOf, onTimeLook, onTimeShare } from './queue-figures.ts'
import { Spark } from './spark.tsx'
import { waitText } from './wait-text.ts'

const textTones = {
  met: 'text-met',
  near: 'text-near',
  breach: 'text-breach',
  paused: 'text-paused',
  quiet: '',
} as const
const edges = {
  overdue: 'var(--breach-mark)',
  dueSoon: 'var(--near-mark)',
  nobody: 'var(--near-mark)',
  closed: 'var(--line)',
} as const

/** The worst of a queue in icon and words; ticks while something is due. */
export function AlarmChip({ queue }: { queue: QueueFigures }) {
  const due = useClock((nowMs) => {
    const alarm = alarmOf(queue, nowMs)
    return alarm?.kind === 'dueSoon' ? t('tile.dueSoon', { time: shortDuration(alarm.leftMs) }) : (alarm?.kind ?? '')
  })
  if (due === '') return null
  if (due === 'overdue')
    return (
      <Chip tone="breach" icon="alert">
        {plural('tile.overdue', queue.sla.overdue)}
      </Chip>
    )
  if (due === 'closed')
    return (
      <Chip tone="paused" icon="pause">
        {t('tile.closed')}
      </Chip>
    )
  return (
    <Chip tone="near" icon="near">
      {due === 'nobody' ? t('tile.nobody') : due}
    </Chip>
  )
}

/** Members by presence: shape, figure, and the words for those who cannot see the shape. */
export function PresenceCounts({ counts, named }: { counts: Record<PresenceState, number>; named?: boolean }) {
  const states = (['available', 'busy', 'draining', 'away', 'offline'] as const).filter(
    (state) => state !== 'draining' || counts.draining > 0,
  )
  return (
    <ul className={`type-meta flex gap-y-1 text-ink-2 ${named ? 'flex-wrap gap-x-3' : 'gap-x-2.5'}`}>
      {states.map((state) => (
        <li
          key={state}
          className="flex items-center gap-[5px]"
          title={`${wordFor('presence', state)}: ${counts[state]}`}
        >
          <span className={`presence ${state}`} aria-hidden="true" />
          {counts[state]}
          <span className={named ? 'lowercase' : 'sr-only'}>{wordFor('presence', state)}</span>
        </li>
      ))}
    </ul>
  )
}

function Figure({ name, children }: { name: string; children: React.ReactNode }) {
  return (
    <div className="min-w-0">
      <dt className="truncate text-[11px]/[14px] text-ink-3">{name}</dt>
      <dd className="num flex items-center gap-[3px] whitespace-nowrap text-[12.5px]/[17px] font-medium">{children}</dd>
    </div>
  )
}

/** How long the first in line has waited; ticks from the moment the figures were read. */
export function LongestWait({ waitedMs, asOfMs }: { waitedMs: number; asOfMs: number }) {
  const text = useClock((nowMs) => timerText(waitedMs + Math.max(0, nowMs - asOfMs)))
  return <>{text}</>
}

interface QueueTileProps {
  queue: QueueFigures
  asOfMs: number
  isChosen: boolean
  onChoose: () => void
}

function TileFigures({ queue, asOfMs }: Pick<QueueTileProps, 'queue' | 'asOfMs'>) {
  const share = onTimeShare(queue.today.sla)
  const look = share === null ? null : onTimeLook(share)
  return (
    <dl className="mt-1.5 flex justify-between gap-2 border-t border-line pt-1.5">
      <Figure name={t('tile.longest')}>
        {queue.waiting > 0 ? <LongestWait waitedMs={queue.longestWaitMs} asOfMs={asOfMs} /> : t('tile.none')}
      </Figure>
      <Figure name={t('tile.active')}>{queue.active}</Figure>
      <Figure name={t('tile.onTime')}>
        {look === null || share === null ? (
          <span className="font-normal text-ink-3">{t('tile.noTarget')}</span>
        ) : (
          <span className={`flex items-center gap-[3px] ${textTones[look.tone]}`}>
            <Icon name={look.icon} size="xs" /> {shareText(share)}
          </span>
        )}
      </Figure>
    </dl>
  )
}

/** One queue of the wallboard; pressing it narrows the list to it. */
export function QueueTile({ queue, asOfMs, isChosen, onChoose }: QueueTileProps) {
  const kind = useClock((nowMs) => alarmOf(queue, nowMs)?.kind ?? '')
  const edge = kind === '' ? 'var(--line)' : edges[kind as keyof typeof edges]
  const wait = queue.estimatedWait
  return (
    <section
      className={`relative rounded-card px-3.5 pb-2 pt-2.5 max-pane:w-[248px] max-pane:flex-none max-pane:snap-start ${isChosen ? 'bg-selected' : 'bg-surface'}`}
      style={{ boxShadow: `0 0 0 1px ${isChosen && kind === '' ? 'var(--accent)' : edge}, var(--shadow-1)` }}
    >
      <header className="flex h-5 items-center gap-1.5">
        <Icon name={queueIcon(queue.slug)} size="s" tone="text-ink-3" />
        <h2 className="type-ui-strong min-w-0 truncate">
          <button
            type="button"
            aria-pressed={isChosen}
            className="after:absolute after:inset-0 after:rounded-card focus-visible:outline-none focus-visible:after:outline-2 focus-visible:after:outline-offset-2 focus-visible:after:outline-focus"
            onClick={onChoose}
          >
            {queue.label}
          </button>
        </h2>
        <span className="ms-auto flex">
          <AlarmChip queue={queue} />
        </span>
      </header>
      <div className="mt-1 grid grid-cols-[auto_minmax(0,1fr)] items-end gap-2.5">
        <p className="num whitespace-nowrap [font:var(--t-figure)] !leading-[30px] tracking-[-0.022em]">
          {queue.waiting}
          <small className="ms-[5px] text-[12px]/[16px] font-normal tracking-normal text-ink-3">
            {t('tile.waiting')}
          </small>
        </p>
        <Spark hours={queue.today.hours} className="h-7" />
      </div>
      <TileFigures queue={queue} asOfMs={asOfMs} />
      <div className="mt-1.5 flex h-4 items-center gap-3 overflow-hidden">
        <PresenceCounts counts={queue.agents} />
        <span
          className="type-meta ms-auto min-w-0 truncate text-ink-3"
          title={wait === null ? '' : wordFor('waitBasis', wait.basis)}
        >
          {waitText(wait)}
        </span>
      </div>
    </section>
  )
}

import { useEffect } from 'react'
import { useQuery } from '@tanstack/react-query'
import type { QueueFigures } from '@switchyard/sdk'
import { useLiveStatus } from '../../live/live-status.ts'
import { queuesQuery } from '../../live/queues.ts'
import { useActions } from '../../ui/actions.ts'
import { useClock } from '../../ui/clock.ts'
import { Icon } from '../../ui/icon.tsx'
import { Bones, Empty, Failure } from '../../ui/states.tsx'
import { clockTimeWithSeconds, shareText } from '../../ui/time.ts'
import { t } from '../../ui/words/words.ts'
import { alarmOf, onTimeLook, onTimeShare, sumOf } from './queue-figures.ts'
import { AlarmChip, LongestWait, PresenceCounts } from './queue-tile.tsx'
import { Spark } from './spark.tsx'
import { wallGrid } from './wall-grid.ts'

const refreshMs = 10_000
const tones = { met: 'text-met', near: 'text-near', breach: 'text-breach', paused: 'text-paused', quiet: '' } as const
const edges = {
  overdue: 'var(--breach-mark)',
  dueSoon: 'var(--near-mark)',
  nobody: 'var(--near-mark)',
  closed: 'var(--line)',
} as const

/** On a wall there is nobody at the keyboard: dark, the whole screen, and never asleep while it is shown. */
function useWallScreen(): void {
  useEffect(() => {
    const { dataset } = document.documentElement
    const before = dataset.theme
    dataset.theme = 'dark'
    let lock: WakeLockSentinel | null = null
    navigator.wakeLock?.request('screen').then(
      (granted) => (lock = granted),
      () => undefined,
    )
    return () => {
      if (before === undefined) delete dataset.theme
      else dataset.theme = before
      void lock?.release()
      if (document.fullscreenElement !== null) void document.exitFullscreen()
    }
  }, [])
}

/** Fills the screen; a browser may refuse, then the page fills the window. */
export function enterFullScreen(): void {
  document.documentElement.requestFullscreen?.().catch(() => undefined)
}

function WallFigure({ name, tone = '', children }: { name: string; tone?: string; children: React.ReactNode }) {
  return (
    <div className="min-w-0">
      <dt className="truncate text-[length:calc(var(--wall)*0.2)] leading-[1.3] text-ink-2">{name}</dt>
      <dd className={`num truncate text-[length:calc(var(--wall)*0.36)] font-medium leading-[1.2] ${tone}`}>
        {children}
      </dd>
    </div>
  )
}

function WallTile({ queue, asOfMs }: { queue: QueueFigures; asOfMs: number }) {
  const kind = useClock((nowMs) => alarmOf(queue, nowMs)?.kind ?? '')
  const share = onTimeShare(queue.today.sla)
  const look = share === null ? null : onTimeLook(share)
  const edge = kind === '' ? 'var(--line)' : edges[kind as keyof typeof edges]
  return (
    <section
      className="flex min-h-0 min-w-0 flex-col justify-between overflow-hidden rounded-card bg-surface p-[calc(var(--wall)*0.22)]"
      style={{ boxShadow: `0 0 0 ${kind === '' ? 1 : 3}px ${edge}` }}
    >
      <header className="flex items-center gap-[0.5em] text-[length:calc(var(--wall)*0.3)] leading-[1.2]">
        <h2 className="min-w-0 truncate font-[550]">{queue.label}</h2>
        <span className="wall-chip ms-auto flex flex-none">
          <AlarmChip queue={queue} />
        </span>
      </header>
      <div className="grid min-h-0 grid-cols-[auto_minmax(0,1fr)] items-end gap-[calc(var(--wall)*0.25)]">
        <p className="num whitespace-nowrap text-[length:var(--wall)] font-medium leading-none tracking-[-0.03em]">
          {queue.waiting}
          <small className="ms-[0.25em] text-[length:calc(var(--wall)*0.22)] font-normal tracking-normal text-ink-2">
            {t('tile.waiting')}
          </small>
        </p>
        <Spark hours={queue.today.hours} className="h-[calc(var(--wall)*0.7)]" />
      </div>
      <dl className="flex justify-between gap-[calc(var(--wall)*0.15)]">
        <WallFigure name={t('tile.longest')} tone={kind === 'overdue' && queue.waiting > 0 ? 'text-breach' : ''}>
          {queue.waiting > 0 ? <LongestWait waitedMs={queue.longestWaitMs} asOfMs={asOfMs} /> : t('tile.none')}
        </WallFigure>
        <WallFigure name={t('tile.active')}>{queue.active}</WallFigure>
        <WallFigure name={t('tile.onTime')} tone={look === null ? 'text-ink-3' : tones[look.tone]}>
          {share === null || look === null ? (
            t('tile.noTarget')
          ) : (
            <span className="flex items-center gap-[0.2em]">
              <Icon name={look.icon} tone="wall-icon" /> {shareText(Math.round(share * 100) / 100)}
            </span>
          )}
        </WallFigure>
      </dl>
      <div className="wall-states overflow-hidden">
        <PresenceCounts counts={queue.agents} />
      </div>
    </section>
  )
}

function WallHead({ queues, asOfMs }: { queues: QueueFigures[]; asOfMs: number }) {
  const status = useLiveStatus()
  const sum = sumOf(queues)
  const share = onTimeShare(sum.sla)
  const time = clockTimeWithSeconds(new Date(asOfMs).toISOString())
  const figures = [
    [sum.waiting, t('tile.waiting')],
    [sum.active, t('sum.active')],
    ...(share === null ? [] : [[shareText(share), t('tile.onTime')]]),
  ]
  return (
    <header className="flex flex-none flex-wrap items-baseline gap-x-[1.2em] text-[length:max(22px,3.4vh)] leading-[1.3]">
      <h1 className="sr-only">{t('area.queues')}</h1>
      {figures.map(([figure, words]) => (
        <p key={words} className="flex items-baseline gap-[0.35em]">
          <b className="num font-semibold">{figure}</b>
          <span className="text-[0.7em] text-ink-2">{words}</span>
        </p>
      ))}
      <p className="ms-auto flex items-center gap-[0.4em] self-center text-[0.6em] text-ink-2">
        {status === 'live' ? <span className="live" /> : <Icon name="offline" size="s" tone="text-near" />}
        {t(status === 'live' ? 'board.live' : 'board.notLive', { time })}
      </p>
    </header>
  )
}

/** The wallboard for a screen on the wall: figures that are read from across the room, and no controls. */
export function Wall({ onLeave }: { onLeave: () => void }) {
  const { data, error, refetch, dataUpdatedAt } = useQuery({ ...queuesQuery, refetchInterval: refreshMs })
  useWallScreen()
  useActions('wall', [
    {
      id: 'wall-leave',
      label: t('board.wallLeave'),
      group: t('area.queues'),
      icon: 'screen',
      isAllowed: true,
      run: onLeave,
    },
  ])
  useEffect(() => {
    const leave = (event: KeyboardEvent) => event.key === 'Escape' && onLeave()
    addEventListener('keydown', leave)
    return () => removeEventListener('keydown', leave)
  }, [onLeave])
  const queues = data?.data ?? []
  const { columns, rows } = wallGrid(queues.length)
  return (
    <main className="wall fixed inset-0 z-50 flex flex-col gap-[1.6vh] overflow-hidden bg-canvas p-[1.8vh] max-pane:overflow-y-auto">
      {error && !data && <Failure error={error} onRetry={() => void refetch()} />}
      {!data && !error && <Bones className="h-full" rows={['h-1/2 !rounded-card', 'h-1/2 !rounded-card']} />}
      {data && queues.length === 0 && <Empty icon="grid" title={t('board.empty')} text={t('board.emptyText')} />}
      {queues.length > 0 && (
        <>
          <WallHead queues={queues} asOfMs={dataUpdatedAt} />
          <div
            className="wall-tiles min-h-0 flex-1"
            style={{ '--columns': columns, '--rows': rows } as React.CSSProperties}
          >
            {queues.map((queue) => (
              <WallTile key={queue.slug} queue={queue} asOfMs={dataUpdatedAt} />
            ))}
          </div>
        </>
      )}
    </main>
  )
}

import { useQuery } from '@tanstack/react-query'
import { Link, useNavigate } from '@tanstack/react-router'
import { lastActionCall } from '../../live/client.ts'
import { curlOf } from '../../live/curl.ts'
import { useLiveStatus } from '../../live/live-status.ts'
import { queuesQuery } from '../../live/queues.ts'
import { useActions } from '../../ui/actions.ts'
import { Button } from '../../ui/button.tsx'
import { copyText } from '../../ui/copy-button.tsx'
import { Icon } from '../../ui/icon.tsx'
import type { IconName } from '../../ui/icon-paths.tsx'
import { CurlMenu } from '../../ui/curl-menu.tsx'
import type { MenuItem } from '../../ui/menu.tsx'
import { useKeyText } from '../../ui/key-map.ts'
import { clockTimeWithSeconds } from '../../ui/time.ts'
import { t } from '../../ui/words/words.ts'
import { channelGroups } from './task-order.ts'
import type { ChannelGroup } from './task-order.ts'
import type { TaskFilter } from './task-table.tsx'
import { enterFullScreen } from './wall.tsx'

const icons: Record<ChannelGroup, IconName | null> = { all: null, voice: 'phone', chat: 'chat', tickets: 'ticket' }

function LiveLine() {
  const status = useLiveStatus()
  const { dataUpdatedAt } = useQuery(queuesQuery)
  const time = dataUpdatedAt === 0 ? '' : clockTimeWithSeconds(new Date(dataUpdatedAt).toISOString())
  return (
    <span className="type-meta flex items-center gap-1.5 whitespace-nowrap text-ink-3 max-pane:hidden">
      {status === 'live' ? <span className="live" /> : <Icon name="offline" size="xs" tone="text-near" />}
      {t(status === 'live' ? 'board.live' : 'board.notLive', { time })}
    </span>
  )
}

function curlItems(filter: TaskFilter): MenuItem[] {
  const item = (id: string, label: string, path: string, query = {}): MenuItem => ({
    id,
    label,
    icon: 'terminal',
    run: () => void copyText(curlOf({ method: 'GET', path, query }, location.origin)),
  })
  const last = lastActionCall()
  return [
    item('queues', t('curl.queues'), '/v1/queues'),
    ...(filter.queue === null ? [] : [item('tasks', t('curl.tasks'), `/v1/queues/${filter.queue}/tasks`)]),
    item('roster', t('curl.roster'), '/v1/agents', { include: 'workload' }),
    {
      id: 'last',
      label: t('curl.last'),
      icon: 'terminal',
      isDisabled: last === null,
      hint: last?.method ?? t('curl.none'),
      run: () => last && void copyText(curlOf(last, location.origin)),
    },
  ]
}

/** To the wallboard alone; the key does the same. */
function WallLink() {
  const navigate = useNavigate()
  const key = useKeyText('wall')
  useActions('wall', [
    {
      id: 'wall',
      label: t('board.wall'),
      group: t('area.queues'),
      icon: 'screen',
      isAllowed: true,
      run: () => {
        enterFullScreen()
        void navigate({ from: '/queues', to: '/queues', search: (known) => ({ ...known, wall: true }) })
      },
    },
  ])
  return (
    <Link
      from="/queues"
      to="/queues"
      search={(known) => ({ ...known, wall: true })}
      title={key === undefined ? t('board.wall') : `${t('board.wall')} (${key})`}
      onClick={enterFullScreen}
      className="b sm touch"
    >
      <Icon name="screen" size="s" />
      <span className="max-pane:sr-only">{t('board.wall')}</span>
    </Link>
  )
}

interface QueueBarProps {
  filter: TaskFilter
  onFilter: (change: Partial<TaskFilter>) => void
  onRoster: () => void
}

/** Title, how fresh the figures are, the channel, and the requests behind the screen. */
export function QueueBar({ filter, onFilter, onRoster }: QueueBarProps) {
  return (
    <header className="flex h-(--h-bar) flex-none items-center gap-3 border-b border-line bg-surface ps-5 pe-3 max-pane:ps-3.5">
      <h1 className="type-title truncate">{t('area.queues')}</h1>
      <LiveLine />
      <span
        role="group"
        aria-label={t('task.channel')}
        className="ms-auto flex rounded-control bg-fill p-0.5 max-stack:hidden"
      >
        {channelGroups.map((channel) => (
          <button
            key={channel}
            type="button"
            aria-pressed={filter.channel === channel}
            onClick={() => onFilter({ channel })}
            className="type-label flex h-6 items-center gap-1.5 rounded-chip px-2.5 text-ink-2 ring-inside aria-pressed:bg-raised aria-pressed:text-ink aria-pressed:shadow-[0_0_0_1px_var(--line-strong)]"
          >
            {icons[channel] && <Icon name={icons[channel]} size="s" />}
            {t(`channelGroup.${channel}`)}
          </button>
        ))}
      </span>
      <span className="flex items-center gap-1 max-stack:ms-auto">
        <Button small look="bare" icon="headset" className="wide:!hidden max-pane:!h-11" onClick={onRoster}>
          {t('assign.agents')}
        </Button>
        <WallLink />
        <CurlMenu items={curlItems(filter)} />
      </span>
    </header>
  )
}

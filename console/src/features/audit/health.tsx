import type { ReactNode } from 'react'
import { Link } from '@tanstack/react-router'
import { useQuery } from '@tanstack/react-query'
import { useLiveStatus } from '../../live/live-status.ts'
import { useMe } from '../../live/me.ts'
import { queuesQuery } from '../../live/queues.ts'
import { Card } from '../../ui/card.tsx'
import { now } from '../../ui/clock.ts'
import { countText } from '../../ui/figure-text.ts'
import { Icon } from '../../ui/icon.tsx'
import { Bones, ProblemLine } from '../../ui/states.tsx'
import { listTime } from '../../ui/time.ts'
import { t } from '../../ui/words/words.ts'
import { deadDeliveriesQuery, readinessQuery } from './queries.ts'

function Line({ name, isWell, children }: { name: ReactNode; isWell?: boolean; children: ReactNode }) {
  return (
    <li className="flex min-h-9 items-center gap-2 border-b border-line px-3.5 py-1 last:border-0">
      {isWell !== undefined && (
        <Icon name={isWell ? 'check-circle' : 'alert'} size="s" tone={isWell ? 'text-met' : 'text-breach'} />
      )}
      <span className="min-w-0 truncate">{name}</span>
      <span className="num ms-auto text-end text-ink-2">{children}</span>
    </li>
  )
}

function Readiness() {
  const { data, error } = useQuery(readinessQuery)
  const live = useLiveStatus()
  const { workflow, workspace } = useMe()
  return (
    <Card icon="pulse" title={t('audit.service')}>
      {error && (
        <div className="p-3.5">
          <ProblemLine error={error} />
        </div>
      )}
      {!data && !error && <Bones className="p-3.5" rows={['h-6', 'h-6', 'h-6']} />}
      <ul>
        {Object.entries(data?.checks ?? {}).map(([name, verdict]) => (
          <Line key={name} name={name} isWell={verdict === 'ok'}>
            {verdict}
          </Line>
        ))}
        <Line name={t('audit.feed')} isWell={live === 'live'}>
          {t(live === 'live' ? 'audit.live' : 'audit.connecting')}
        </Line>
        <Line name={t('audit.workflow')}>v{workflow.version}</Line>
        <Line name={t('audit.workspace')}>{workspace.slug}</Line>
      </ul>
    </Card>
  )
}

function Queues() {
  const { data, error } = useQuery(queuesQuery)
  const queues = [...(data?.data ?? [])].sort((a, b) => b.waiting - a.waiting)
  return (
    <Card
      icon="inbox"
      title={t('audit.queues')}
      aside={<span className="type-meta text-ink-3">{t('audit.waitingTasks')}</span>}
    >
      {error && (
        <div className="p-3.5">
          <ProblemLine error={error} />
        </div>
      )}
      <ul>
        {queues.map((queue) => (
          <Line
            key={queue.slug}
            name={
              <Link to="/queues" search={{ queue: queue.slug }} className="link hover:underline">
                {queue.label}
              </Link>
            }
          >
            {countText(queue.waiting)}
          </Line>
        ))}
      </ul>
    </Card>
  )
}

function Dead() {
  const { data, error } = useQuery(deadDeliveriesQuery)
  return (
    <Card icon="plug" title={t('audit.dead')} aside={<span className="num text-ink-3">{data?.data.length ?? ''}</span>}>
      {error && (
        <div className="p-3.5">
          <ProblemLine error={error} />
        </div>
      )}
      {data?.data.length === 0 && <p className="px-3.5 py-3 text-ink-3">{t('audit.noDead')}</p>}
      <ul>
        {data?.data.map((delivery) => (
          <Line
            key={delivery.id}
            name={<code className="font-mono text-[11.5px]">{delivery.type}</code>}
            isWell={false}
          >
            {listTime(delivery.createdAt, now())}
          </Line>
        ))}
      </ul>
    </Card>
  )
}

/** How the service stands: its checks, what waits in its queues, what it could not deliver, what is in force. */
export function Health() {
  return (
    <div className="grid items-start gap-4 stack:grid-cols-3 max-pane:gap-3">
      <Readiness />
      <Queues />
      <Dead />
    </div>
  )
}

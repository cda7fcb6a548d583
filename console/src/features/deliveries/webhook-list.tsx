import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import type { Webhook } from '@switchyard/sdk'
import { Button } from '../../ui/button.tsx'
import { Chip } from '../../ui/chip.tsx'
import { useClock } from '../../ui/clock.ts'
import { Icon } from '../../ui/icon.tsx'
import type { IconName } from '../../ui/icon-paths.tsx'
import { Bones, Empty, Failure } from '../../ui/states.tsx'
import { shareText, shortDuration } from '../../ui/time.ts'
import { plural, t } from '../../ui/words/words.ts'
import { ofCallbacks } from './delivery-filter.ts'
import { deliveredShare, hostOf, pathOf, toneOf } from '../../ui/delivery-health.ts'
import { WebhookChip } from '../../ui/delivery-marks.tsx'
import { failingOriginsQuery, webhooksQuery } from './queries.ts'

const entry =
  'relative block w-full border-b border-line px-4 text-start hover:bg-hover ring-inside data-current:bg-selected data-current:shadow-[inset_2px_0_0_var(--accent)]'
const shareTones = { met: 'text-met', near: 'text-near', breach: 'text-breach', paused: 'text-paused' } as const

interface ListProps {
  chosen: string | null
  onChoose: (webhook: string | null) => void
  mayWrite: boolean
  onAdd: () => void
}

function Entry({
  id,
  chosen,
  onChoose,
  className,
  children,
}: Pick<ListProps, 'chosen' | 'onChoose'> & { id: string | null; className: string; children: ReactNode }) {
  const isCurrent = chosen === id
  return (
    <li>
      <button
        type="button"
        className={`${entry} ${className}`}
        data-current={isCurrent || undefined}
        aria-current={isCurrent ? 'true' : undefined}
        onClick={() => onChoose(id)}
      >
        {children}
      </button>
    </li>
  )
}

/** How much waits, and for how long the oldest has. */
function Waiting({ webhook: { health } }: { webhook: Webhook }) {
  const since = health.oldestWaitingAt === null ? null : Date.parse(health.oldestWaitingAt)
  const age = useClock((nowMs) => (since === null ? '' : shortDuration(nowMs - since)))
  if (health.waiting === 0) return null
  return (
    <span className="num flex-none text-ink-3">
      {t('hook.waitingNow', { count: health.waiting.toLocaleString() })} · {age}
    </span>
  )
}

function Share({ webhook }: { webhook: Webhook }) {
  const share = deliveredShare(webhook)
  if (share === null) return null
  const tone = toneOf(webhook)
  return (
    <span className={`num flex items-center gap-1 ${tone === 'met' ? 'text-ink-2' : shareTones[tone]}`}>
      <Icon name={tone === 'met' ? 'check-circle' : 'near'} size="xs" tone={shareTones[tone]} />
      {shareText(share)}
    </span>
  )
}

function WebhookEntry({ webhook, ...list }: Pick<ListProps, 'chosen' | 'onChoose'> & { webhook: Webhook }) {
  const types = webhook.eventTypes.includes('*') ? t('hook.everything') : webhook.eventTypes.join(', ')
  return (
    <Entry {...list} id={webhook.id} className="py-2.5">
      <span className="flex items-center gap-2">
        <b className="min-w-0 flex-1 truncate font-medium" dir="auto">
          {webhook.description ?? hostOf(webhook.url)}
        </b>
        {webhook.status === 'active' ? <Share webhook={webhook} /> : <WebhookChip webhook={webhook} />}
      </span>
      <span className="type-code block truncate !text-[11.5px] text-ink-3">
        {webhook.description === null ? pathOf(webhook.url) : hostOf(webhook.url) + pathOf(webhook.url)}
      </span>
      <span className="type-meta flex gap-2 text-ink-3">
        <span className="min-w-0 flex-1 truncate">{types}</span>
        <Waiting webhook={webhook} />
      </span>
    </Entry>
  )
}

function PlainEntry({
  icon,
  label,
  children,
  ...list
}: Pick<ListProps, 'chosen' | 'onChoose'> & {
  id: string | null
  icon: IconName
  label: string
  children?: ReactNode
}) {
  return (
    <Entry {...list} className="h-10 max-pane:h-11">
      <span className="flex items-center gap-2">
        <Icon name={icon} size="s" tone="text-ink-3" />
        <span className="min-w-0 flex-1 truncate">{label}</span>
        {children}
      </span>
    </Entry>
  )
}

/** Subscriptions with how they do; above them all deliveries, and the callbacks that tickets named. */
export function WebhookList({ chosen, onChoose, mayWrite, onAdd }: ListProps) {
  const { data, error, refetch } = useQuery(webhooksQuery)
  const { data: origins } = useQuery(failingOriginsQuery)
  const open = origins?.data.filter(({ probeAt }) => probeAt !== null).length ?? 0
  const list = { chosen, onChoose }
  return (
    <nav aria-label={t('hook.list')} className="flex h-full min-h-0 flex-col bg-surface">
      <ul className="flex-none">
        <PlainEntry {...list} id={null} icon="send" label={t('delivery.all')} />
        <PlainEntry {...list} id={ofCallbacks} icon="link" label={t('delivery.callbacks')}>
          {open > 0 && (
            <Chip tone="breach" icon="alert">
              {plural('hook.failing', open)}
            </Chip>
          )}
        </PlainEntry>
      </ul>
      <h2 className="type-micro flex h-8 flex-none items-center gap-1.5 border-b border-line px-4 pt-1.5 text-ink-3">
        {t('hook.list')} {data && <span className="num">{data.data.length}</span>}
      </h2>
      <div className="min-h-0 flex-1 overflow-y-auto">
        {error && !data && <Failure error={error} onRetry={() => void refetch()} />}
        {!data && !error && <Bones className="p-4" rows={['h-14', 'h-14', 'h-14']} />}
        {data?.data.length === 0 && (
          <Empty icon="send" title={t('hook.none')} text={t('hook.noneText')}>
            {mayWrite && (
              <Button icon="plus" onClick={onAdd}>
                {t('hook.add')}
              </Button>
            )}
          </Empty>
        )}
        <ul>
          {data?.data.map((webhook) => (
            <WebhookEntry key={webhook.id} webhook={webhook} {...list} />
          ))}
        </ul>
      </div>
    </nav>
  )
}

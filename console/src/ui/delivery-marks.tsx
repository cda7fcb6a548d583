import type { Delivery, DeliveryAttempt, DeliveryState, Webhook } from '@switchyard/sdk'
import { Chip } from './chip.tsx'
import { now, useClock } from './clock.ts'
import { Icon } from './icon.tsx'
import type { IconName } from './icon-paths.tsx'
import { fullDate, momentText } from './time.ts'
import { t, wordFor } from './words/words.ts'
import { attemptTone } from './delivery-health.ts'

const looks: Record<DeliveryState, { icon: IconName; tone: string }> = {
  delivered: { icon: 'check-circle', tone: 'text-met' },
  pending: { icon: 'clock', tone: 'text-ink-3' },
  dead: { icon: 'alert', tone: 'text-breach' },
  cancelled: { icon: 'minus', tone: 'text-ink-3' },
  quarantined: { icon: 'lock', tone: 'text-breach' },
}

/** A delivery's state in icon and word. */
export function StateMark({ state }: { state: DeliveryState }) {
  const { icon, tone } = looks[state]
  return (
    <span className="inline-flex items-center gap-1.5 whitespace-nowrap" title={t(`delivery.stateText.${state}`)}>
      <Icon name={icon} size="s" tone={tone} />
      {t(`delivery.state.${state}`)}
    </span>
  )
}

/** Whether a subscription is told of events now; nothing while all is well. */
export function WebhookChip({ webhook }: { webhook: Pick<Webhook, 'status' | 'disabledReason'> }) {
  if (webhook.status === 'active') return null
  const isPaused = webhook.status === 'disabled' && webhook.disabledReason === 'manual'
  return (
    <Chip tone={isPaused ? 'paused' : 'breach'} icon={isPaused ? 'pause' : 'alert'}>
      {t(`hook.status.${webhook.status}`)}
    </Chip>
  )
}

/** What came back of an attempt: the status, or why there is none. */
export function AnswerText({ attempt }: { attempt: Pick<DeliveryAttempt, 'status' | 'errorClass'> }) {
  const text =
    attempt.status === null ? wordFor('attempt.error', attempt.errorClass ?? 'internal') : String(attempt.status)
  return <span className={attemptTone(attempt) === 'met' ? '' : 'text-breach'}>{text}</span>
}

/** An instant as people say it, with the whole date in the tooltip. */
export function Moment({ at }: { at: string }) {
  const text = useClock((nowMs) => momentText(at, nowMs))
  return (
    <time dateTime={at} title={fullDate(at)} className="num whitespace-nowrap">
      {text}
    </time>
  )
}

/** When a delivery is tried next, where that is known. */
export function nextText({ state, nextAttemptAt }: Pick<Delivery, 'state' | 'nextAttemptAt'>): string | null {
  if (state !== 'pending') return null
  if (nextAttemptAt === null) return t('delivery.parked')
  return t('attempt.next', { time: momentText(nextAttemptAt, now()) })
}

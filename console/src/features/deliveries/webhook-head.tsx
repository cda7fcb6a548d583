import type { ReactNode } from 'react'
import type { Webhook } from '@switchyard/sdk'
import { Button } from '../../ui/button.tsx'
import { Chip } from '../../ui/chip.tsx'
import { useClock } from '../../ui/clock.ts'
import { Icon } from '../../ui/icon.tsx'
import { MenuButton } from '../../ui/menu.tsx'
import type { MenuItem } from '../../ui/menu.tsx'
import { ProblemLine } from '../../ui/states.tsx'
import { clockTimeWithSeconds, shareText, shortDuration } from '../../ui/time.ts'
import { plural, t } from '../../ui/words/words.ts'
import { attemptsEach, deliveredShare, hostOf, toneOf } from '../../ui/delivery-health.ts'
import { Moment, WebhookChip } from '../../ui/delivery-marks.tsx'
import { changeCall, testCall } from './queries.ts'
import { useDeliveryCall } from './use-delivery-call.ts'

export type WebhookDialog = 'edit' | 'replay' | 'rotate' | 'reveal' | 'delete'

interface HeadProps {
  webhook: Webhook
  mayWrite: boolean
  onDialog: (dialog: WebhookDialog) => void
  onDelivery: (deliveryId: string) => void
}

const tones = { met: 'text-met', near: 'text-near', breach: 'text-breach', paused: 'text-paused' } as const

function Figure({ name, note, children }: { name: string; note?: ReactNode; children: ReactNode }) {
  return (
    <div className="min-w-0 border-s border-line px-4 first:border-0 first:ps-0 max-pane:border-0 max-pane:px-0">
      <dt className="truncate text-[11px]/[14px] text-ink-3">{name}</dt>
      <dd className="num mt-0.5 truncate text-[15px]/[20px] font-semibold">{children}</dd>
      {note !== undefined && <dd className="type-meta truncate text-ink-3">{note}</dd>}
    </div>
  )
}

function Oldest({ at }: { at: string }) {
  return useClock((nowMs) => t('hook.waitingSince', { time: shortDuration(nowMs - Date.parse(at)) }))
}

function Figures({ webhook }: { webhook: Webhook }) {
  const { health, lastSuccessAt, lastFailureAt, failures } = webhook
  const share = deliveredShare(webhook)
  const tone = toneOf(webhook)
  return (
    <dl
      aria-label={t('hook.health')}
      className="flex flex-none flex-wrap gap-y-3 border-b border-line px-5 py-3.5 max-pane:grid max-pane:grid-cols-2 max-pane:px-3.5"
    >
      <Figure
        name={t('hook.delivered')}
        note={share === null ? t('hook.never') : t('hook.deliveredOf', { count: health.deliveries })}
      >
        <span className={tone === 'met' || share === null ? '' : tones[tone]}>
          {share === null ? '–' : shareText(share)}
        </span>
      </Figure>
      <Figure
        name={t('hook.waiting')}
        note={health.oldestWaitingAt === null ? undefined : <Oldest at={health.oldestWaitingAt} />}
      >
        {health.waiting.toLocaleString()}
      </Figure>
      <Figure name={t('hook.lastSuccess')} note={t('hook.attemptsEach', { attempts: attemptsEach(webhook) ?? 0 })}>
        {lastSuccessAt === null ? t('hook.never') : <Moment at={lastSuccessAt} />}
      </Figure>
      <Figure name={t('hook.lastFailure')} note={failures > 0 ? plural('hook.failures', failures) : undefined}>
        {lastFailureAt === null ? t('hook.never') : <Moment at={lastFailureAt} />}
      </Figure>
    </dl>
  )
}

/** Why nothing is sent, and the one thing to do about it. */
function Banner({ webhook, mayWrite, onDialog }: Omit<HeadProps, 'onDelivery'>) {
  const change = useDeliveryCall<Webhook>()
  if (webhook.status === 'active') return null
  const isByHand = webhook.disabledReason === 'manual'
  const text =
    webhook.status === 'disabled'
      ? `${t(`hook.disabled.${webhook.disabledReason ?? 'manual'}`)} ${t('hook.disabledText')}`
      : webhook.probeAt === null
        ? t('hook.failsNow')
        : t('hook.fails', { time: clockTimeWithSeconds(webhook.probeAt) })
  const enable = () => change.mutate(changeCall(webhook.id, { status: 'active' }))
  return (
    <div
      role="status"
      className={`flex flex-none flex-wrap items-center gap-x-3 gap-y-2 border-b border-line px-5 py-2.5 max-pane:px-3.5 ${isByHand ? 'bg-paused-tint text-paused' : 'bg-breach-tint text-breach'}`}
    >
      <Icon name={isByHand ? 'pause' : 'alert'} size="s" />
      <p className="min-w-0 flex-1 basis-64">{text}</p>
      {change.error && <ProblemLine error={change.error} />}
      {mayWrite && (
        <span className="flex gap-2">
          <Button small busy={change.isPending} onClick={enable}>
            {t(webhook.status === 'disabled' ? 'hook.enable' : 'hook.tryNow')}
          </Button>
          {webhook.status === 'disabled' && (
            <Button
              small
              onClick={() =>
                change.mutate(changeCall(webhook.id, { status: 'active' }), { onSuccess: () => onDialog('replay') })
              }
            >
              {t('hook.enableAndSend')}
            </Button>
          )}
        </span>
      )}
    </div>
  )
}

function Verbs({ webhook, onDialog, onDelivery }: Omit<HeadProps, 'mayWrite'>) {
  const test = useDeliveryCall<{ id: string }>(({ id }) => onDelivery(id))
  const change = useDeliveryCall<Webhook>()
  const isOff = webhook.status === 'disabled'
  const item = (id: string, label: string, icon: MenuItem['icon'], run: () => void): MenuItem => ({
    id,
    label,
    run,
    ...(icon === undefined ? {} : { icon }),
  })
  const toggle = () => change.mutate(changeCall(webhook.id, { status: isOff ? 'active' : 'disabled' }))
  return (
    <>
      <span className="flex flex-wrap items-center gap-2">
        <Button
          icon="send"
          busy={test.isPending}
          disabled={isOff}
          title={isOff ? t('hook.status.disabled') : undefined}
          onClick={() => test.mutate(testCall(webhook.id))}
        >
          {t('hook.test')}
        </Button>
        <Button icon="history" className="max-pane:!hidden" disabled={isOff} onClick={() => onDialog('replay')}>
          {t('hook.replay')}
        </Button>
        <MenuButton
          label={t('hook.verbs')}
          title={t('hook.verbs')}
          className="b bare icon touch"
          align="end"
          sections={[
            {
              items: [
                { ...item('replay', t('hook.replay'), 'history', () => onDialog('replay')), isDisabled: isOff },
                item('edit', t('hook.change'), 'sort', () => onDialog('edit')),
                item('rotate', t('hook.rotate'), 'key', () => onDialog('rotate')),
                item('reveal', t('hook.reveal'), 'lock', () => onDialog('reveal')),
              ],
            },
            {
              items: [
                item('toggle', t(isOff ? 'hook.enable' : 'hook.disable'), isOff ? 'play' : 'pause', toggle),
                item('delete', t('hook.delete'), 'x', () => onDialog('delete')),
              ],
            },
          ]}
        >
          <Icon name="more" />
        </MenuButton>
      </span>
      {(test.error ?? change.error) && <ProblemLine error={test.error ?? change.error ?? new Error('')} />}
    </>
  )
}

/** A subscription above what it was told: where it goes, what it is told, how it does, and what can be done. */
export function WebhookHead({ webhook, mayWrite, onDialog, onDelivery }: HeadProps) {
  return (
    <>
      <div className="flex flex-none flex-wrap items-start gap-x-4 gap-y-2.5 border-b border-line px-5 py-3.5 max-pane:px-3.5">
        <div className="min-w-0 flex-1 basis-72">
          <h2 className="type-title flex items-center gap-2">
            <span className="truncate" dir="auto">
              {webhook.description ?? hostOf(webhook.url)}
            </span>
            <WebhookChip webhook={webhook} />
          </h2>
          <p className="type-code !text-[12px] text-ink-2 [overflow-wrap:anywhere]">{webhook.url}</p>
          <p className="mt-1.5 flex flex-wrap gap-1.5">
            {webhook.eventTypes.map((type) => (
              <Chip key={type}>{type === '*' ? t('hook.everything') : type}</Chip>
            ))}
            {[...(webhook.queues ?? []), ...(webhook.channels ?? [])].map((slug) => (
              <Chip key={slug} tone="outlined" icon="filter">
                {slug}
              </Chip>
            ))}
            {webhook.order !== 'held' && <Chip tone="outlined">{t(`hook.order.${webhook.order}`).split(':')[0]}</Chip>}
            {webhook.ratePerSecond !== null && (
              <Chip tone="outlined" icon="clock">
                {t('hook.rateIs', { rate: webhook.ratePerSecond })}
              </Chip>
            )}
          </p>
        </div>
        {mayWrite && <Verbs webhook={webhook} onDialog={onDialog} onDelivery={onDelivery} />}
      </div>
      <Banner webhook={webhook} mayWrite={mayWrite} onDialog={onDialog} />
      <Figures webhook={webhook} />
    </>
  )
}

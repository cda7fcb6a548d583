import { useId } from 'react'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import type { DeliveryDetail } from '@switchyard/sdk'
import { curlOf } from '../../live/curl.ts'
import { Button, IconButton } from '../../ui/button.tsx'
import { copyText } from '../../ui/copy-button.tsx'
import { Bones, Failure, ProblemLine } from '../../ui/states.tsx'
import { plural, t } from '../../ui/words/words.ts'
import { AttemptCard, Well } from '../../ui/attempt-card.tsx'
import { prettyText } from '../../ui/delivery-health.ts'
import { Moment, nextText, StateMark } from '../../ui/delivery-marks.tsx'
import { usePanelFocus } from '../../ui/use-panel-focus.ts'
import { againCall, deliveryQuery } from './queries.ts'
import { useDeliveryCall } from './use-delivery-call.ts'

interface PanelProps {
  deliveryId: string
  mayReplay: (delivery: DeliveryDetail) => boolean
  onClose: () => void
}

function Title({ children, count }: { children: ReactNode; count?: string }) {
  return (
    <h3 className="type-micro flex items-center gap-1.5 pb-[7px] pt-4 text-ink-3">
      {children} {count !== undefined && <span className="num">{count}</span>}
    </h3>
  )
}

function Facts({ delivery }: { delivery: DeliveryDetail }) {
  const rows: [string, ReactNode][] = [
    [
      t('delivery.target'),
      <span key="url" className="type-code !text-[11.5px] [overflow-wrap:anywhere]">
        {delivery.url}
      </span>,
    ],
    [
      t('delivery.eventId'),
      <span key="id" className="type-code !text-[11.5px] [overflow-wrap:anywhere]">
        {delivery.eventId}
      </span>,
    ],
    [t('delivery.sequence'), delivery.sequence],
    [t('delivery.queued'), <Moment key="at" at={delivery.createdAt} />],
  ]
  if (delivery.ticketId !== null)
    rows.push([
      t('delivery.ticket'),
      <Link
        key="ticket"
        to="/tickets/$ticketId"
        params={{ ticketId: delivery.ticketId }}
        className="link hover:underline"
      >
        {t('delivery.openTicket')}
      </Link>,
    ])
  return (
    <dl className="num grid grid-cols-[112px_minmax(0,1fr)] gap-x-2.5 gap-y-[5px] pt-3.5 text-[12.5px]/[18px]">
      {rows.map(([term, value]) => (
        <div key={term} className="contents">
          <dt className="text-ink-3">{term}</dt>
          <dd className="min-w-0">{value}</dd>
        </div>
      ))}
    </dl>
  )
}

function Loaded({ delivery }: { delivery: DeliveryDetail }) {
  const attempts = delivery.attempts.toReversed()
  return (
    <div className="min-h-0 flex-1 overflow-y-auto px-5 pb-5 max-pane:px-3.5">
      <Facts delivery={delivery} />
      <Title count={String(attempts.length)}>{t('delivery.attempts')}</Title>
      {attempts.length === 0 && <p className="text-ink-3">{nextText(delivery) ?? t('attempt.noAnswer')}</p>}
      <ol reversed className="grid gap-2.5">
        {attempts.map((attempt, index) => (
          <AttemptCard key={attempt.id} attempt={attempt} isLatest={index === 0} />
        ))}
      </ol>
      <Title>{t('delivery.body')}</Title>
      {delivery.body === null ? (
        <p className="text-ink-3">{t('delivery.bodyHidden')}</p>
      ) : (
        <Well label={t('delivery.body')} text={prettyText(delivery.body)} />
      )}
    </div>
  )
}

function Foot({ delivery }: { delivery: DeliveryDetail }) {
  const again = useDeliveryCall<unknown>()
  const next = nextText(delivery)
  return (
    <footer className="flex flex-none flex-wrap items-center gap-2 border-t border-line px-5 py-3 max-pane:px-3.5">
      <span role="status" className="type-meta min-w-0 flex-1 text-ink-3">
        {again.isSuccess && delivery.state === 'pending' ? t('delivery.sentAgain') : (next ?? '')}
      </span>
      {again.error && <ProblemLine error={again.error} />}
      <Button look="solid" icon="send" busy={again.isPending} onClick={() => again.mutate(againCall(delivery.id))}>
        {t(delivery.state === 'pending' ? 'delivery.now' : 'delivery.again')}
      </Button>
    </footer>
  )
}

/** A delivery beside the list: what was sent, every attempt with what came back, and sending it again. */
export function DeliveryPanel({ deliveryId, mayReplay, onClose }: PanelProps) {
  const { data: delivery, error, refetch } = useQuery(deliveryQuery(deliveryId))
  const titleId = useId()
  const panel = usePanelFocus()
  const curl = () => void copyText(curlOf({ method: 'GET', path: `/v1/deliveries/${deliveryId}` }, location.origin))
  return (
    <aside
      ref={panel}
      tabIndex={-1}
      aria-labelledby={titleId}
      onKeyDown={(event) => {
        if (event.key !== 'Escape') return
        event.stopPropagation()
        onClose()
      }}
      className="enter-slide absolute inset-y-0 end-0 z-10 flex w-[min(548px,100%)] flex-col bg-surface shadow-[-1px_0_0_var(--line-strong),var(--shadow-3)] outline-none [--under:var(--surface)] max-pane:w-full"
    >
      <header className="flex-none border-b border-line px-5 pb-2.5 pt-3 max-pane:px-3.5">
        <div className="flex items-center gap-2 text-[12.5px]/[18px]">
          {delivery && <StateMark state={delivery.state} />}
          {delivery && (
            <span className="num text-ink-3">{plural('delivery.attemptCount', delivery.attempts.length)}</span>
          )}
          <span className="ms-auto flex flex-none gap-0.5">
            <IconButton small icon="terminal" label={t('curl.as')} className="max-pane:!hidden" onClick={curl} />
            <IconButton small icon="x" label={t('action.close')} shortcut="Esc" onClick={onClose} />
          </span>
        </div>
        <h2
          id={titleId}
          className="mt-0.5 text-[17px]/[24px] font-semibold tracking-[-0.014em] [overflow-wrap:anywhere]"
        >
          <span className="sr-only">{delivery && t('delivery.title', { type: delivery.type })}</span>
          <span aria-hidden="true">{delivery?.type ?? ''}</span>
        </h2>
      </header>
      {error && !delivery && <Failure error={error} onRetry={() => void refetch()} />}
      {!delivery && !error && <Bones className="p-5" rows={['h-24', 'h-16', 'h-16', 'h-40']} />}
      {delivery && <Loaded delivery={delivery} />}
      {delivery && mayReplay(delivery) && <Foot key={delivery.id} delivery={delivery} />}
    </aside>
  )
}

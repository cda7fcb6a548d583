import { Link } from '@tanstack/react-router'
import type { Delivery } from '@switchyard/sdk'
import { AttemptCard } from '../../ui/attempt-card.tsx'
import { Button } from '../../ui/button.tsx'
import { AnswerText, Moment, nextText, StateMark } from '../../ui/delivery-marks.tsx'
import { plural, t } from '../../ui/words/words.ts'

interface ToldProps {
  deliveries: readonly Delivery[]
  /** Left out where the reader may not open tickets. */
  hasTickets?: boolean
  /** Sends one again; left out where the reader may not. */
  onAgain?: (deliveryId: string) => void
  busyId?: string | null
}

function Told({
  delivery,
  hasTickets,
  onAgain,
  isBusy,
}: Omit<ToldProps, 'deliveries' | 'busyId'> & { delivery: Delivery; isBusy: boolean }) {
  const last = delivery.attempts.at(-1)
  return (
    <li className="border-b border-line last:border-0">
      <details>
        <summary className="ring-inside flex min-h-9 cursor-pointer flex-wrap items-center gap-x-4 gap-y-0.5 px-3.5 py-1.5 hover:bg-hover max-pane:min-h-11">
          <span className="flex w-24 flex-none">
            <StateMark state={delivery.state} />
          </span>
          <span className="type-code min-w-0 flex-1 truncate !text-[11.5px] max-pane:order-last max-pane:basis-full">
            {delivery.type}
          </span>
          <span className="num flex-none text-ink-3 max-pane:ms-auto">
            {plural('delivery.attemptCount', delivery.attempts.length)}
            {last !== undefined && (
              <>
                {' · '}
                <AnswerText attempt={last} />
              </>
            )}
          </span>
          <span className="flex-none text-ink-3">
            <Moment at={delivery.createdAt} />
          </span>
        </summary>
        <div className="grid gap-2.5 bg-canvas px-3.5 py-3">
          <p className="flex flex-wrap items-center gap-3 text-ink-2">
            <span className="type-code min-w-0 !text-[11.5px] [overflow-wrap:anywhere]">{delivery.url}</span>
            {hasTickets === true && delivery.ticketId !== null && (
              <Link to="/tickets/$ticketId" params={{ ticketId: delivery.ticketId }} className="link hover:underline">
                {t('delivery.openTicket')}
              </Link>
            )}
            {onAgain && (
              <Button small icon="send" className="ms-auto" busy={isBusy} onClick={() => onAgain(delivery.id)}>
                {t(delivery.state === 'pending' ? 'delivery.now' : 'delivery.again')}
              </Button>
            )}
          </p>
          {delivery.attempts.length === 0 && (
            <p className="text-ink-3">{nextText(delivery) ?? t('attempt.noAnswer')}</p>
          )}
          <ol reversed className="grid gap-2.5">
            {delivery.attempts.toReversed().map((attempt, index) => (
              <AttemptCard key={attempt.id} attempt={attempt} isLatest={index === 0} />
            ))}
          </ol>
        </div>
      </details>
    </li>
  )
}

/** What was told, the newest first; each opens to its attempts. */
export function ToldList({ deliveries, busyId = null, ...told }: ToldProps) {
  return (
    <ul className="type-small">
      {deliveries.map((delivery) => (
        <Told key={delivery.id} delivery={delivery} isBusy={busyId === delivery.id} {...told} />
      ))}
    </ul>
  )
}

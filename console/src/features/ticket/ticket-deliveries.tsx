import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { Delivery } from '@switchyard/sdk'
import { now } from '../../ui/clock.ts'
import { Icon } from '../../ui/icon.tsx'
import type { IconName } from '../../ui/icon-paths.tsx'
import { fullDate, listTime } from '../../ui/time.ts'
import { t } from '../../ui/words/words.ts'
import { ticketDeliveriesQuery } from './queries.ts'

const marks: Record<Delivery['state'], [IconName, string]> = {
  delivered: ['check-circle', 'text-met'],
  pending: ['clock', 'text-ink-3'],
  dead: ['alert', 'text-breach'],
  cancelled: ['minus', 'text-ink-3'],
  quarantined: ['lock', 'text-breach'],
}

/** What of this ticket was told outside, the latest first; each leads to its attempts. */
export function TicketDeliveries({ ticketId }: { ticketId: string }) {
  const { data } = useQuery(ticketDeliveriesQuery(ticketId))
  const deliveries = data?.data ?? []
  return (
    <>
      <h3 className="type-micro mb-[9px] flex justify-between text-ink-3">
        {t('ticket.deliveries')}
        {deliveries.length > 0 && (
          <Link to="/deliveries" search={{ webhook: 'all', ticket: ticketId }} className="link hover:underline">
            {t('ticket.showDeliveries')}
          </Link>
        )}
      </h3>
      {data && deliveries.length === 0 && <p className="text-ink-3">{t('ticket.noDeliveries')}</p>}
      <ul>
        {deliveries.map((delivery) => {
          const [icon, tone] = marks[delivery.state]
          return (
            <li key={delivery.id}>
              <Link
                to="/deliveries"
                search={{ webhook: 'all', ticket: ticketId, delivery: delivery.id }}
                className="flex h-6 items-center gap-2 rounded-chip text-[12.5px]/[18px] hover:bg-hover max-pane:h-11"
              >
                <Icon name={icon} size="s" tone={tone} label={t(`delivery.state.${delivery.state}`)} />
                <span className="min-w-0 truncate">{hostOf(delivery.url)}</span>
                <span className="type-code min-w-0 truncate !text-[11.5px] text-ink-3">{delivery.type}</span>
                <time
                  dateTime={delivery.createdAt}
                  title={fullDate(delivery.createdAt)}
                  className="num ms-auto flex-none text-[12px] text-ink-3"
                >
                  {listTime(delivery.createdAt, now())}
                </time>
              </Link>
            </li>
          )
        })}
      </ul>
    </>
  )
}

function hostOf(url: string): string {
  return URL.canParse(url) ? new URL(url).host : url
}

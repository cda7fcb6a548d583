import { lazy, Suspense } from 'react'
import type { ReactNode } from 'react'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { Customer, Ticket } from '@switchyard/sdk'
import { useMe } from '../../live/me.ts'
import { customerQuery, ordersQuery } from '../../live/customers.ts'
import { Avatar } from '../../ui/avatar.tsx'
import { now, useClock } from '../../ui/clock.ts'
import { Facts } from '../../ui/facts.tsx'
import { Icon } from '../../ui/icon.tsx'
import { languageName } from '../../ui/language-name.ts'
import { Bones } from '../../ui/states.tsx'
import { clockTime, fullDate, listTime, placeOfZone } from '../../ui/time.ts'
import { loadPartWords } from '../../ui/words/load-part-words.ts'
import { plural, t, wordFor } from '../../ui/words/words.ts'
import { useDetailRows } from './details/use-detail-rows.ts'
import { ChecklistSection } from './checklist-section.tsx'
import { Followers } from './followers.tsx'
import { LinkedTickets } from './linked-tickets.tsx'
import { OrderPanel } from './order/order-panel.tsx'
import { earlierTicketsQuery } from './queries.ts'
import { OtherRatings } from './rating/other-ratings.tsx'
import { RatingSection } from './rating/rating-section.tsx'
import { Suggestions } from './suggestions.tsx'
import { TicketDeliveries } from './ticket-deliveries.tsx'
import { WhyClock } from './why-clock.tsx'

/** With its words: few tickets are a market's. */
const HandoffSection = lazy(async () => {
  const [section] = await Promise.all([import('./handoff/handoff-section.tsx'), loadPartWords('partners')])
  return { default: section.HandoffSection }
})

function Section({ children }: { children: ReactNode }) {
  return <section className="border-b border-line px-4 pb-[15px] pt-3.5 last:border-0">{children}</section>
}

function LocalTime({ timeZone }: { timeZone: string }) {
  const time = useClock((nowMs) => clockTime(new Date(nowMs).toISOString(), timeZone))
  return t('context.localTime', { time, place: placeOfZone(timeZone) })
}

type Row = [string, ReactNode]

function customerRows(ticket: Ticket, customer: Customer | undefined, count: number): Row[] {
  const spoken = customer?.language ?? ticket.language
  const externalIds = customer?.externalIds ?? [ticket.customer.externalId].filter((id) => id !== null)
  const contacts = (customer?.contacts ?? []).map(({ kind, value }): Row => [t(`context.${kind}`), value])
  const zone = customer?.timezone
  const rows: (Row | null)[] = [
    externalIds.length > 0
      ? [
          t('context.externalId'),
          <span key="id" className="font-mono text-[11.5px]">
            {externalIds.join(', ')}
          </span>,
        ]
      : null,
    ...contacts,
    spoken ? [t('context.language'), languageName(spoken)] : null,
    ticket.customerStatus === undefined ? null : [t('context.customerReads'), ticket.customerStatus],
    zone ? [t('context.local'), <LocalTime key="time" timeZone={zone} />] : null,
    count > 0 ? [t('context.history'), plural('inbox.tickets', count)] : null,
  ]
  return rows.filter((row) => row !== null)
}

/** How it was for the customer, on this ticket and on others. */
function Ratings({ ticket }: { ticket: Ticket }) {
  return (
    <>
      <RatingSection ticketId={ticket.id} />
      <OtherRatings ticket={ticket} />
    </>
  )
}

/** What the ticket is said to be; nothing while nobody has said anything. */
function DetailsSection({ ticket }: { ticket: Ticket }) {
  const rows = useDetailRows(ticket)
  if (rows.length === 0) return null
  return (
    <Section>
      <h3 className="type-micro mb-[9px] text-ink-3">{t('details.title')}</h3>
      <Facts rows={rows} />
    </Section>
  )
}

function HandedOver({ ticket: { handoff } }: { ticket: Ticket }) {
  if (!handoff) return null
  return (
    <Suspense fallback={<Bones className="border-b border-line px-4 pb-[15px] pt-3.5" rows={['h-4 w-1/3', 'h-14']} />}>
      <HandoffSection handoff={handoff} />
    </Suspense>
  )
}

function OrderSection({ ticket }: { ticket: Ticket }) {
  if (!ticket.order) return null
  return (
    <Section>
      <OrderPanel ticket={ticket} order={ticket.order} />
    </Section>
  )
}

/** What else the customer ordered; silent where the viewer may not read orders. */
function RecentOrders({ customerId, but }: { customerId: string; but: string | null }) {
  const { data } = useQuery(ordersQuery(customerId))
  const orders = (data?.data ?? []).filter(({ externalId }) => externalId !== but).slice(0, 3)
  if (orders.length === 0) return null
  return (
    <Section>
      <h3 className="type-micro mb-[9px] text-ink-3">{t('customer.orders')}</h3>
      <ul className="grid gap-1 text-[12.5px]/[18px]">
        {orders.map((order) => (
          <li key={order.id} className="flex items-center gap-2">
            <Icon name="bag" size="s" tone="text-ink-3" />
            <span className="min-w-0 truncate font-mono text-[11.5px]">{order.externalId}</span>
            <span className="flex-none text-ink-3">{wordFor('order.status', order.status)}</span>
            <time
              dateTime={order.placedAt}
              title={fullDate(order.placedAt)}
              className="num ms-auto text-[12px] text-ink-3"
            >
              {listTime(order.placedAt, now())}
            </time>
          </li>
        ))}
      </ul>
    </Section>
  )
}

function EarlierTickets({ tickets }: { tickets: Ticket[] }) {
  if (tickets.length === 0) return <p className="text-ink-3">{t('context.noEarlier')}</p>
  return (
    <ul>
      {tickets.map((ticket) => {
        const isOver = ticket.statusCategory === 'solved' || ticket.statusCategory === 'closed'
        return (
          <li key={ticket.id}>
            <Link
              to="/tickets/$ticketId"
              params={{ ticketId: ticket.id }}
              className="flex h-6 items-center gap-2 rounded-chip text-[12.5px]/[18px] hover:bg-hover max-pane:h-11"
            >
              <Icon
                name={isOver ? 'check-circle' : 'circle'}
                size="s"
                tone={isOver ? 'text-met' : 'text-ink-3'}
                label={wordFor('status', ticket.status)}
              />
              <span className="min-w-0 truncate">{ticket.issueSummary}</span>
              <time
                dateTime={ticket.createdAt}
                title={fullDate(ticket.createdAt)}
                className="num ms-auto text-[12px] text-ink-3"
              >
                {listTime(ticket.createdAt, now())}
              </time>
            </Link>
          </li>
        )
      })}
    </ul>
  )
}

interface ContextPanelProps {
  ticket: Ticket
  /** What may be done with the customer. */
  customerMenu: (customer: Customer) => ReactNode
}

/** Who asks, about which order, why the clock stands there, what came before. */
export function ContextPanel({ ticket, customerMenu }: ContextPanelProps) {
  const { data: customer } = useQuery(customerQuery(ticket.customer.id))
  const { data: latest } = useQuery(earlierTicketsQuery(ticket.customer.id))
  const name = ticket.customer.name ?? ticket.customer.externalId ?? t('ticket.someone')
  const all = latest?.data ?? []
  const isVerified = customer?.contacts.some((contact) => contact.verifiedAt !== null) ?? false
  const mayReadDeliveries = useMe().permissions.includes('delivery:read')
  const tier = customer?.tier ? t('context.tier', { tier: customer.tier }) : null
  return (
    <>
      <Section>
        <div className="mb-3 flex items-center gap-3">
          <Avatar name={name} id={ticket.customer.id} size="xl" />
          <div className="min-w-0 flex-1">
            <h2 className="line-clamp-2 text-[14px]/[19px] font-semibold break-words">
              <Link
                to="/customers/$customerId"
                params={{ customerId: ticket.customer.id }}
                title={t('customer.open')}
                className="inline-block min-h-6 content-center hover:underline"
              >
                {name}
              </Link>
            </h2>
            <p className="type-meta flex items-center gap-1 text-ink-3">
              {isVerified && <Icon name="check-circle" size="xs" tone="text-met" />}
              {[isVerified ? t('context.verified') : wordFor('channel', ticket.channel), tier]
                .filter(Boolean)
                .join(' · ')}
            </p>
          </div>
          {customer && customerMenu(customer)}
        </div>
        <Facts rows={customerRows(ticket, customer, all.length)} />
      </Section>
      <Ratings ticket={ticket} />
      <DetailsSection ticket={ticket} />
      <HandedOver ticket={ticket} />
      <OrderSection ticket={ticket} />
      <RecentOrders customerId={ticket.customer.id} but={ticket.order?.id ?? null} />
      <Suggestions ticket={ticket} />
      <Section>
        <WhyClock ticket={ticket} />
      </Section>
      <Section>
        <ChecklistSection key={ticket.id} ticket={ticket} />
      </Section>
      <Section>
        <LinkedTickets key={ticket.id} ticket={ticket} />
      </Section>
      <Section>
        <Followers ticket={ticket} />
      </Section>
      <Section>
        <h3 className="type-micro mb-[9px] flex justify-between text-ink-3">
          {t('context.earlier')}
          <Link to="/customers/$customerId" params={{ customerId: ticket.customer.id }} className="link normal-case">
            {t('customer.history')}
          </Link>
        </h3>
        <EarlierTickets tickets={all.filter((other) => other.id !== ticket.id).slice(0, 5)} />
      </Section>
      {mayReadDeliveries && (
        <Section>
          <TicketDeliveries ticketId={ticket.id} />
        </Section>
      )}
    </>
  )
}

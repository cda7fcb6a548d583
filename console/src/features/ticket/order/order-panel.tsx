import type { ReactNode } from 'react'
import { useQuery } from '@tanstack/react-query'
import type { Order, Ticket } from '@switchyard/sdk'
import { useMe } from '../../../live/me.ts'
import { Chip } from '../../../ui/chip.tsx'
import { Facts } from '../../../ui/facts.tsx'
import { clockTime, countedDuration, fullDate } from '../../../ui/time.ts'
import { plural, t, wordFor } from '../../../ui/words/words.ts'
import { PhoneLink } from './phone-link.tsx'
import { orderQuery } from './queries.ts'
import { SupportSession } from './support-session.tsx'

type OrderOfTicket = NonNullable<Ticket['order']>
type Row = [string, ReactNode]

const tones: Partial<Record<Order['status'], 'met' | 'breach' | 'paused'>> = {
  DONE: 'met',
  CANCELED: 'paused',
  ERROR: 'breach',
}

/** The order that a ticket is about: how it stands, who fulfils it, how it was rated, and its support session. */
export function OrderPanel({ ticket, order }: { ticket: Ticket; order: OrderOfTicket }) {
  const { permissions } = useMe()
  const mayRead = permissions.includes('order:read')
  const { data, error } = useQuery({ ...orderQuery(ticket.id, order.id), enabled: mayRead })
  return (
    <section aria-label={t('context.order')}>
      <h3 className="type-micro mb-[9px] flex items-center gap-2 text-ink-3">
        {t('context.order')} <span className="min-w-0 truncate font-mono text-ink-2">{order.id}</span>
        {data && (
          <span className="ms-auto">
            <Chip tone={tones[data.status] ?? 'quiet'}>{wordFor('order.status', data.status)}</Chip>
          </span>
        )}
      </h3>
      <Facts rows={[...placeRows(ticket, order), ...(data ? orderRows(data) : [])]} />
      {error && <p className="mt-1.5 text-ink-3">{t('order.unread')}</p>}
      {permissions.includes('chat:read') && <SupportSession ticketId={ticket.id} orderId={order.id} />}
    </section>
  )
}

/** What the ticket itself knows, before anything else is read. */
function placeRows({ createdAt }: Ticket, { placedAt, storeId, region }: OrderOfTicket): Row[] {
  const store = [storeId, region].filter(Boolean).join(', ')
  const rows: (Row | null)[] = [
    placedAt ? [t('context.placed'), placedText(placedAt, createdAt)] : null,
    store === '' ? null : [t('context.store'), store],
  ]
  return rows.filter((row) => row !== null)
}

function placedText(placedAt: string, createdAt: string): string {
  const beforeMs = Date.parse(createdAt) - Date.parse(placedAt)
  const when = beforeMs >= 0 ? t('context.beforeTicket', { time: countedDuration(beforeMs) }) : fullDate(placedAt)
  return `${clockTime(placedAt)}, ${when}`
}

function orderRows({ providerId, items, agent, rating }: Order): Row[] {
  const rows: (Row | null)[] = [
    providerId === null
      ? null
      : [
          t('order.provider'),
          <span key="id" className="font-mono text-[11.5px]">
            {providerId}
          </span>,
        ],
    items.length === 0 ? null : [t('order.items'), String(items.length)],
    agent === null ? null : [t('order.by'), <Executor key="agent" agent={agent} />],
    rating === null ? null : [t('order.rating'), plural('order.rated', rating.count, { average: rating.average })],
  ]
  return rows.filter((row) => row !== null)
}

/** The order's own driver, doctor or bot: who it is, how good, and how to reach them. */
function Executor({ agent: { id, type, person, contact, rating } }: { agent: NonNullable<Order['agent']> }) {
  const name = textOf(person?.['name']) ?? id ?? null
  const phone = textOf(contact?.['phone'])
  return (
    <>
      {[type, name].filter(Boolean).join(', ')}
      {rating !== undefined && <span className="text-ink-3"> {t('order.average', { average: rating })}</span>}
      {phone !== null && (
        <>
          <br />
          <PhoneLink number={phone} />
        </>
      )}
    </>
  )
}

function textOf(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? value : null
}

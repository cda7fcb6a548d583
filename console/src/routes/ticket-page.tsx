import { lazy, Suspense } from 'react'
import { useQueryClient } from '@tanstack/react-query'
import { Link, useNavigate, useParams, useSearch } from '@tanstack/react-router'
import type { Customer } from '@switchyard/sdk'
import { nextTicket } from '../features/inbox/next-ticket.ts'
import { useUnseen } from '../features/inbox/use-unseen.ts'
import { TicketScreen } from '../features/ticket/ticket-screen.tsx'
import { useMe } from '../live/me.ts'
import { now } from '../ui/clock.ts'
import { Icon } from '../ui/icon.tsx'
import { t } from '../ui/words/words.ts'
import { useZen } from '../ui/zen.ts'
import { useOpenNewTicket } from './open-new-ticket.ts'
import { useList } from './use-list.ts'

const CustomerMenu = lazy(async () => ({
  default: (await import('../features/customers/customer-menu.tsx')).CustomerMenu,
}))

function MenuOfCustomer({ customer }: { customer: Customer }) {
  const openNew = useOpenNewTicket()
  return (
    <Suspense fallback={null}>
      <CustomerMenu customer={customer} onNewTicket={openNew} />
    </Suspense>
  )
}

const customerMenuOf = (customer: Customer) => <MenuOfCustomer customer={customer} />

/** Finds the next ticket of the list that the address asks for, while this one is in it; gives how to go there. */
function useFindNext(ticketId: string): () => () => void {
  const client = useQueryClient()
  const navigate = useNavigate()
  const search = useSearch({ from: '/frame/inbox' })
  const { filter, shape } = useList()
  return () => {
    const place = { filter: filter ?? {}, shape, ticketId, nowMs: now() }
    const next = nextTicket(client, place)
    return () =>
      void (next === null
        ? navigate({ to: '/', search })
        : navigate({ to: '/tickets/$ticketId', params: { ticketId: next }, search }))
  }
}

/** `/tickets/$ticketId`. */
export function InboxTicketPage() {
  const me = useMe()
  const { ticketId } = useParams({ from: '/frame/inbox/tickets/$ticketId' })
  const search = useSearch({ from: '/frame/inbox' })
  const findNext = useFindNext(ticketId)
  const unseen = useUnseen(ticketId)
  const back = (
    <Link to="/" search={search} className="b bare icon touch stack:!hidden" aria-label={t('ticket.back')}>
      <Icon name="left" />
    </Link>
  )
  const meIds = [me.user.id, me.member.id, ...(me.agent ? [me.agent.id] : [])]
  return (
    <TicketScreen
      ticketId={ticketId}
      meIds={meIds}
      agentId={me.agent?.id ?? null}
      back={back}
      isFocused={useZen()}
      unseen={unseen}
      findNext={findNext}
      customerMenu={customerMenuOf}
    />
  )
}

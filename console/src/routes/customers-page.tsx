import { useCallback } from 'react'
import { Link, Outlet, useNavigate, useParams, useSearch } from '@tanstack/react-router'
import { CustomerList } from '../features/customers/customer-list.tsx'
import { CustomerScreen } from '../features/customers/customer-screen.tsx'
import type { CustomerFilter } from '../features/customers/queries.ts'
import { Icon } from '../ui/icon.tsx'
import { Empty } from '../ui/states.tsx'
import { t } from '../ui/words/words.ts'
import { useOpenNewTicket } from './open-new-ticket.ts'

/** `/customers`: the search lives in the address; a phone shows the list or the customer. */
export function CustomersPage() {
  const search = useSearch({ from: '/frame/customers' })
  const { customerId = null } = useParams({ strict: false })
  const navigate = useNavigate()
  const onFilter = useCallback(
    (change: Partial<CustomerFilter>) =>
      void navigate({
        to: '.',
        search: (known) => ({
          ...known,
          ...(change.q === undefined ? {} : { q: change.q === '' ? undefined : change.q }),
          ...(change.tier === undefined ? {} : { tier: change.tier ?? undefined }),
        }),
        replace: true,
      }),
    [navigate],
  )
  const isOpen = customerId !== null
  return (
    <div className="grid h-full min-h-0 grid-cols-[360px_minmax(0,1fr)] max-stack:grid-cols-[300px_minmax(0,1fr)] max-pane:grid-cols-[minmax(0,1fr)]">
      <div className={`min-h-0 min-w-0 ${isOpen ? 'max-pane:hidden' : ''}`}>
        <CustomerList
          filter={{ q: search.q ?? '', tier: search.tier ?? null }}
          search={search}
          openId={customerId}
          onFilter={onFilter}
        />
      </div>
      <div className={`min-h-0 min-w-0 ${isOpen ? '' : 'max-pane:hidden'}`}>
        <Outlet />
      </div>
    </div>
  )
}

/** Beside the list while nobody is open. */
export function NobodyOpen() {
  return (
    <main className="h-full bg-canvas">
      <Empty icon="user" title={t('customer.pick')} text={t('customer.pickText')} />
    </main>
  )
}

/** `/customers/…` */
export function CustomerPage() {
  const { customerId } = useParams({ from: '/frame/customers/customers/$customerId' })
  const search = useSearch({ from: '/frame/customers' })
  const navigate = useNavigate()
  return (
    <CustomerScreen
      key={customerId}
      customerId={customerId}
      onNewTicket={useOpenNewTicket()}
      onOpen={(id) => void navigate({ to: '/customers/$customerId', params: { customerId: id }, search })}
      back={
        <Link
          to="/customers"
          search={search}
          aria-label={t('customer.list')}
          className="b bare icon touch pane:!hidden"
        >
          <Icon name="left" />
        </Link>
      }
    />
  )
}

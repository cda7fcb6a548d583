import { useCallback, useEffect, useState } from 'react'
import { useInfiniteQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { Customer } from '@switchyard/sdk'
import { Avatar } from '../../ui/avatar.tsx'
import { Button, IconButton } from '../../ui/button.tsx'
import { Chip } from '../../ui/chip.tsx'
import { Icon } from '../../ui/icon.tsx'
import { Bones, Empty, Failure } from '../../ui/states.tsx'
import { t } from '../../ui/words/words.ts'
import { nameOf } from './customer-name.ts'
import { customersQuery } from './queries.ts'
import type { CustomerFilter } from './queries.ts'

function Row({ customer, search, isOpen }: { customer: Customer; search: object; isOpen: boolean }) {
  const name = nameOf(customer)
  const second = customer.contacts[0]?.value ?? customer.externalId
  return (
    <Link
      to="/customers/$customerId"
      params={{ customerId: customer.id }}
      search={search}
      data-open={isOpen || undefined}
      aria-current={isOpen ? 'page' : undefined}
      className="ring-inside relative flex h-14 items-center gap-3 px-4 hover:bg-hover data-open:bg-selected"
    >
      {isOpen && <span className="absolute inset-y-0 start-0 w-0.5 bg-accent" />}
      <Avatar name={name} id={customer.id} size="m" />
      <span className="min-w-0 flex-1">
        <bdi className="block truncate text-[13px]/[19px] font-medium">{name}</bdi>
        <span className="block truncate text-[12px]/[17px] text-ink-3">{second}</span>
      </span>
      {customer.tier && <Chip>{customer.tier}</Chip>}
    </Link>
  )
}

/** What is typed is searched for after a moment, or at Enter. */
function Search({ q, onSearch }: { q: string; onSearch: (q: string) => void }) {
  const [text, setText] = useState(q)
  useEffect(() => setText(q), [q])
  useEffect(() => {
    if (text.trim() === q) return undefined
    const wait = setTimeout(() => onSearch(text.trim()), 250)
    return () => clearTimeout(wait)
  }, [text, q, onSearch])
  return (
    <form
      role="search"
      className="relative flex items-center border-b border-line px-3 py-2"
      onSubmit={(event) => {
        event.preventDefault()
        onSearch(text.trim())
      }}
    >
      <Icon name="search" size="s" tone="pointer-events-none absolute start-5.5 text-ink-3" />
      <input
        type="text"
        className="field !px-8"
        aria-label={t('customer.find')}
        placeholder={t('customer.find')}
        value={text}
        onChange={(event) => setText(event.target.value)}
      />
      {text !== '' && (
        <span className="absolute end-4">
          <IconButton small icon="x" label={t('customer.all')} onClick={() => setText('')} />
        </span>
      )}
    </form>
  )
}

interface CustomerListProps {
  filter: CustomerFilter
  /** The address of the list, kept when a customer is opened. */
  search: object
  openId: string | null
  onFilter: (change: Partial<CustomerFilter>) => void
}

/** Customers, newest first, found by name, id or contact; typed text searches after a moment. */
export function CustomerList({ filter, search, openId, onFilter }: CustomerListProps) {
  const { data, error, refetch, hasNextPage, fetchNextPage, isFetchingNextPage } = useInfiniteQuery(
    customersQuery(filter),
  )
  const onSearch = useCallback((q: string) => onFilter({ q }), [onFilter])
  const rows = data?.pages.flatMap((page) => page.data) ?? []
  return (
    <section aria-label={t('customer.list')} className="flex h-full min-h-0 flex-col border-e border-line bg-surface">
      <header className="flex h-(--h-bar) flex-none items-center gap-2 border-b border-line px-4">
        <h1 className="type-title min-w-0 flex-1 truncate">{t('customer.list')}</h1>
        {filter.tier && (
          <button type="button" className="chip outlined" onClick={() => onFilter({ tier: null })}>
            {filter.tier} <Icon name="x" size="xs" label={t('customer.all')} />
          </button>
        )}
      </header>
      <Search q={filter.q} onSearch={onSearch} />
      <div className="min-h-0 flex-1 overflow-y-auto">
        {error && !data && <Failure error={error} onRetry={() => void refetch()} />}
        {!data && !error && <Bones className="p-4" rows={['h-10', 'h-10', 'h-10', 'h-10']} />}
        {data && rows.length === 0 && (
          <Empty
            icon="user"
            title={filter.q === '' ? t('customer.empty') : t('customer.noneFound')}
            text={t('customer.emptyText')}
          />
        )}
        <ul className="divide-y divide-line">
          {rows.map((customer) => (
            <li key={customer.id}>
              <Row customer={customer} search={search} isOpen={customer.id === openId} />
            </li>
          ))}
        </ul>
        {hasNextPage && (
          <div className="grid place-items-center p-3">
            <Button busy={isFetchingNextPage} onClick={() => void fetchNextPage()}>
              {t('customer.more')}
            </Button>
          </div>
        )}
      </div>
    </section>
  )
}

import type { ReactNode } from 'react'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { Customer } from '@switchyard/sdk'
import { customerQuery } from '../../live/customers.ts'
import { useMe } from '../../live/me.ts'
import { Avatar } from '../../ui/avatar.tsx'
import { Button } from '../../ui/button.tsx'
import { Card } from '../../ui/card.tsx'
import { Chip } from '../../ui/chip.tsx'
import { now } from '../../ui/clock.ts'
import { Icon } from '../../ui/icon.tsx'
import { languageName } from '../../ui/language-name.ts'
import { Bones, Failure, ProblemLine } from '../../ui/states.tsx'
import { fullDate, momentText } from '../../ui/time.ts'
import { t } from '../../ui/words/words.ts'
import { CustomerMenu } from './customer-menu.tsx'
import { nameOf } from './customer-name.ts'
import { CopyReceipts } from './copy-receipts.tsx'
import { History } from './history.tsx'
import { unmergeCustomer } from './queries.ts'

type Row = [string, ReactNode]

function profileRows(customer: Customer): Row[] {
  const { contacts, externalIds, language, timezone, attributes } = customer
  const rows: (Row | null)[] = [
    ...contacts.map(({ kind, value, verifiedAt }): Row => [
      t(`context.${kind}`),
      <span key={value} className="flex items-center gap-1">
        {value}
        {verifiedAt && <Icon name="check-circle" size="xs" tone="text-met" label={t('context.verified')} />}
      </span>,
    ]),
    language === null ? null : [t('customer.language'), languageName(language)],
    timezone === null ? null : [t('customer.timezone'), timezone],
    [
      t('customer.externalIds'),
      <span key="ids" className="flex flex-wrap gap-1">
        {externalIds.map((externalId) => (
          <code key={externalId} className="chip font-mono !text-[11.5px]">
            {externalId}
          </code>
        ))}
      </span>,
    ],
    ...Object.entries(attributes).map(([name, value]): Row => [
      name,
      typeof value === 'string' ? value : JSON.stringify(value),
    ]),
  ]
  return rows.filter((row) => row !== null)
}

function MergedNote({ customer }: { customer: Customer }) {
  const client = useQueryClient()
  const mayMerge = useMe().permissions.includes('customer:merge')
  const undo = useMutation({
    mutationFn: () => unmergeCustomer(customer.id),
    onSuccess: () => client.invalidateQueries(),
  })
  const into = customer.mergedInto
  if (into === null) return null
  return (
    <div className="grid gap-2 rounded-card bg-raised p-3 shadow-[0_0_0_1px_var(--line)]">
      <p className="flex items-center gap-1.5">
        <Icon name="link" size="s" />
        <Link to="/customers/$customerId" params={{ customerId: into.id }} className="link">
          {t('customer.mergedInto', { name: into.externalId, time: momentText(into.at, now()) })}
        </Link>
      </p>
      {undo.error && <ProblemLine error={undo.error} />}
      {mayMerge && (
        <div>
          <Button small icon="history" busy={undo.isPending} onClick={() => undo.mutate()}>
            {t('customer.undoMerge')}
          </Button>
        </div>
      )}
    </div>
  )
}

interface CustomerScreenProps {
  customerId: string
  back: ReactNode
  onOpen: (id: string) => void
  /** Opens a ticket for the customer; null = who may not. */
  onNewTicket: ((customer: Customer) => void) | null
}

/** A customer: who it is, by which ids and contacts, what may be done, and everything that happened. */
export function CustomerScreen({ customerId, back, onOpen, onNewTicket }: CustomerScreenProps) {
  const { data: customer, error, refetch } = useQuery(customerQuery(customerId))
  if (error && !customer) return <Failure error={error} onRetry={() => void refetch()} />
  if (!customer) return <Bones className="p-5" rows={['h-12', 'h-40', 'h-64']} />
  const name = nameOf(customer)
  return (
    <main aria-label={name} className="flex h-full min-h-0 min-w-0 flex-col bg-canvas">
      <header className="flex min-h-(--h-bar) flex-none items-center gap-3 border-b border-line bg-surface px-5 py-2 max-pane:px-3">
        {back}
        <Avatar name={name} id={customer.id} size="l" />
        <div className="min-w-0 flex-1">
          <h2 className="type-title truncate">{name}</h2>
          <p className="type-meta truncate text-ink-3" title={fullDate(customer.createdAt)}>
            {t('customer.since', { time: momentText(customer.createdAt, now()) })}
          </p>
        </div>
        {customer.tier && <Chip tone="accent">{t('context.tier', { tier: customer.tier })}</Chip>}
        <CustomerMenu customer={customer} onMerged={(into) => onOpen(into.id)} onNewTicket={onNewTicket} />
      </header>
      <div className="min-h-0 flex-1 overflow-y-auto p-5 max-pane:p-3">
        <div className="mx-auto grid max-w-[860px] gap-4 max-pane:gap-3">
          <MergedNote customer={customer} />
          {customer.erasedAt !== null && (
            <p className="flex items-center gap-1.5 rounded-card bg-raised p-3 shadow-[0_0_0_1px_var(--line)]">
              <Icon name="alert" size="s" />
              {t('customer.erasedOn', { time: momentText(customer.erasedAt, now()) })}
            </p>
          )}
          <Card icon="user" title={t('customer.profile')}>
            <dl className="num grid grid-cols-[110px_minmax(0,1fr)] gap-x-3 gap-y-1.5 p-3.5 text-[13px]/[19px]">
              {profileRows(customer).map(([term, value], index) => (
                <div key={`${term} ${index}`} className="contents">
                  <dt className="truncate text-ink-3">{term}</dt>
                  <dd className="min-w-0 break-words">{value}</dd>
                </div>
              ))}
            </dl>
          </Card>
          <CopyReceipts customerId={customerId} />
          <History key={customerId} customerId={customerId} />
        </div>
      </div>
    </main>
  )
}

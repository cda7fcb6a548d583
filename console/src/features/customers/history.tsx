import { useState } from 'react'
import type { ReactNode } from 'react'
import { useInfiniteQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { CustomerHistoryItem } from '@switchyard/sdk'
import { Button } from '../../ui/button.tsx'
import { Card } from '../../ui/card.tsx'
import { Chip } from '../../ui/chip.tsx'
import { now } from '../../ui/clock.ts'
import { Icon } from '../../ui/icon.tsx'
import type { IconName } from '../../ui/icon-paths.tsx'
import { Bones, Failure } from '../../ui/states.tsx'
import { fullDate, listTime } from '../../ui/time.ts'
import { t, wordFor } from '../../ui/words/words.ts'
import { historyQuery } from './queries.ts'

type Kind = CustomerHistoryItem['kind']

const icons: Readonly<Record<Kind, IconName>> = {
  ticket: 'ticket',
  call: 'phone',
  case: 'shield',
  review: 'award',
  rating: 'star',
  order: 'bag',
  merge: 'link',
}
const kinds = ['ticket', 'call', 'case', 'order', 'rating', 'review', 'merge'] as const

function titleOf({ kind, number, title, score }: CustomerHistoryItem): string {
  if (kind === 'review' && score !== null) return t('customer.review', { score: Math.round(score) })
  if (kind === 'rating' && score !== null) {
    const rating = t('customer.rating', { score })
    return title === null ? rating : `${rating} · ${title}`
  }
  if (kind === 'case') return `C-${String(number ?? 0).padStart(4, '0')} ${title ?? ''}`
  return title === null || title === '' ? `#${number ?? ''}` : title
}

function statusOf({ kind, status }: CustomerHistoryItem): string | null {
  if (status === null) return null
  if (kind === 'ticket') return wordFor('status', status)
  return kind === 'case' ? wordFor('case.status', status) : wordFor('customer.state', status)
}

/** The line leads to its thing, where that has a place of its own. */
function Way({ item, children }: { item: CustomerHistoryItem; children: ReactNode }) {
  const look = 'flex min-h-10 items-center gap-2.5 px-3.5 py-1.5 ring-inside'
  if (item.kind === 'case')
    return (
      <Link to="/cases" search={{ case: item.id }} className={`${look} hover:bg-hover`}>
        {children}
      </Link>
    )
  if (item.ticketId !== null)
    return (
      <Link to="/tickets/$ticketId" params={{ ticketId: item.ticketId }} className={`${look} hover:bg-hover`}>
        {children}
      </Link>
    )
  return <div className={look}>{children}</div>
}

function Line({ item }: { item: CustomerHistoryItem }) {
  const status = statusOf(item)
  const isOver = item.statusCategory === 'solved' || item.statusCategory === 'closed' || item.endedAt !== null
  return (
    <li>
      <Way item={item}>
        <Icon name={icons[item.kind]} size="s" tone="text-ink-3" label={wordFor('customer.kind', item.kind)} />
        <span className="min-w-0 flex-1 truncate">{titleOf(item)}</span>
        {status && <Chip tone={isOver ? 'quiet' : 'accent'}>{status}</Chip>}
        <time
          dateTime={item.at}
          title={fullDate(item.at)}
          className="num w-16 flex-none text-end text-[12px] text-ink-3"
        >
          {listTime(item.at, now())}
        </time>
      </Way>
    </li>
  )
}

/** Everything that happened with a customer in one order; narrowed to one kind by a press. */
export function History({ customerId }: { customerId: string }) {
  const [kind, choose] = useState<Kind | null>(null)
  const { data, error, refetch, hasNextPage, fetchNextPage, isFetchingNextPage } = useInfiniteQuery(
    historyQuery(customerId),
  )
  const all = data?.pages.flatMap((page) => page.data) ?? []
  const there = kinds.filter((one) => all.some((item) => item.kind === one))
  const shown = all.filter((item) => kind === null || item.kind === kind)
  const part =
    'type-label flex h-6 items-center whitespace-nowrap rounded-chip px-2.5 text-ink-2 ring-inside aria-pressed:bg-raised aria-pressed:text-ink aria-pressed:shadow-[0_0_0_1px_var(--line-strong)] max-pane:h-9'
  return (
    <Card icon="history" title={t('customer.history')}>
      {there.length > 1 && (
        <div className="overflow-x-auto border-b border-line px-3 py-2">
          <span role="group" aria-label={t('customer.history')} className="flex w-max rounded-control bg-fill p-0.5">
            <button type="button" className={part} aria-pressed={kind === null} onClick={() => choose(null)}>
              {t('customer.kind.all')}
            </button>
            {there.map((one) => (
              <button
                key={one}
                type="button"
                className={part}
                aria-pressed={kind === one}
                onClick={() => choose(kind === one ? null : one)}
              >
                {t(`customer.kind.${one}`)}
              </button>
            ))}
          </span>
        </div>
      )}
      {error && !data && <Failure error={error} onRetry={() => void refetch()} className="" />}
      {!data && !error && <Bones className="p-3.5" rows={['h-8', 'h-8', 'h-8']} />}
      {data && all.length === 0 && <p className="p-3.5 text-ink-3">{t('customer.noHistory')}</p>}
      <ul className="divide-y divide-line text-[13px]/[18px]">
        {shown.map((item) => (
          <Line key={`${item.kind} ${item.id}`} item={item} />
        ))}
      </ul>
      {hasNextPage && (
        <div className="grid place-items-center border-t border-line p-2.5">
          <Button small busy={isFetchingNextPage} onClick={() => void fetchNextPage()}>
            {t('customer.more')}
          </Button>
        </div>
      )}
    </Card>
  )
}

import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import type { QaReview, Ticket } from '@switchyard/sdk'
import { Avatar } from '../../ui/avatar.tsx'
import { channelIcon } from '../../ui/channel.ts'
import { now } from '../../ui/clock.ts'
import { Icon } from '../../ui/icon.tsx'
import { Bones, Empty, Failure } from '../../ui/states.tsx'
import { fullDate, momentText } from '../../ui/time.ts'
import { t, wordFor } from '../../ui/words/words.ts'
import { countText } from '../../ui/figure-text.ts'
import { reviewsQuery, toReviewQuery } from './queries.ts'
import { ScoreChip } from './score-chip.tsx'

const entry = 'grid gap-x-2.5 border-b border-line px-4 py-2.5 hover:bg-hover ring-inside'

function TicketEntry({ ticket }: { ticket: Ticket }) {
  const endedAt = ticket.closedAt ?? ticket.updatedAt
  return (
    <li>
      <Link
        to="/quality/tickets/$ticketId"
        params={{ ticketId: ticket.id }}
        className={`${entry} grid-cols-[16px_minmax(0,1fr)_auto]`}
      >
        <Icon
          name={channelIcon(ticket.channel)}
          size="s"
          tone="mt-[3px] text-ink-3"
          label={wordFor('channel', ticket.channel)}
        />
        <span className="min-w-0">
          <b className="block truncate font-medium" dir="auto">
            {ticket.issueSummary}
          </b>
          <span className="type-meta block truncate text-ink-3">
            #{ticket.number} · {ticket.assignee?.name}
          </span>
        </span>
        <time className="type-meta whitespace-nowrap text-ink-3" dateTime={endedAt} title={fullDate(endedAt)}>
          {momentText(endedAt, now())}
        </time>
      </Link>
    </li>
  )
}

/** One review given: score, whose work, who looked, and what was said. */
export function ReviewEntry({ review, meIds }: { review: QaReview; meIds: readonly string[] }) {
  const { ticket, agent, reviewedBy, createdAt } = review
  const reviewer = meIds.includes(reviewedBy.id) ? t('review.you') : (reviewedBy.name ?? t('review.gone'))
  return (
    <li>
      <Link
        to="/tickets/$ticketId"
        params={{ ticketId: ticket.id }}
        className={`${entry} grid-cols-[auto_minmax(0,1fr)_auto]`}
      >
        <Avatar name={agent?.name ?? '?'} size="s" {...(agent ? { id: agent.id } : {})} />
        <span className="min-w-0">
          <span className="block truncate">
            <b className="font-medium">{agent?.name ?? t('review.nobody')}</b>{' '}
            <span className="text-ink-3">#{ticket.number}</span>
          </span>
          <span className="type-meta block truncate text-ink-3">
            {t('review.by', { name: reviewer })} ·{' '}
            <time dateTime={createdAt} title={fullDate(createdAt)}>
              {momentText(createdAt, now())}
            </time>
          </span>
          {review.note !== null && <span className="type-meta line-clamp-2 text-ink-2">{review.note}</span>}
        </span>
        <span>
          <ScoreChip score={review.score} isMissed={review.missed.length > 0} />
        </span>
      </Link>
    </li>
  )
}

function ToReview() {
  const { data, error, refetch } = useQuery(toReviewQuery(now))
  if (error && !data) return <Failure error={error} onRetry={() => void refetch()} />
  if (!data) return <Bones className="p-4" rows={Array.from({ length: 6 }, () => 'h-9')} />
  if (data.length === 0)
    return <Empty icon="check-circle" title={t('review.noneToDo')} text={t('review.noneToDoText')} />
  return (
    <ul>
      {data.map((ticket) => (
        <TicketEntry key={ticket.id} ticket={ticket} />
      ))}
    </ul>
  )
}

function Given({ meIds }: { meIds: readonly string[] }) {
  const { data, error, refetch } = useQuery(reviewsQuery(null))
  if (error && !data) return <Failure error={error} onRetry={() => void refetch()} />
  if (!data) return <Bones className="p-4" rows={Array.from({ length: 6 }, () => 'h-9')} />
  if (data.data.length === 0)
    return <Empty icon="award" title={t('review.noneGiven')} text={t('review.noneGivenText')} />
  return (
    <ul>
      {data.data.map((review) => (
        <ReviewEntry key={review.id} review={review} meIds={meIds} />
      ))}
    </ul>
  )
}

/** What is still to be reviewed, and what was. */
export function ReviewLists({ meIds, mayReview }: { meIds: readonly string[]; mayReview: boolean }) {
  const [tab, setTab] = useState<'toReview' | 'given'>(mayReview ? 'toReview' : 'given')
  const { data: waiting } = useQuery({ ...toReviewQuery(now), enabled: mayReview })
  const tabs = mayReview ? (['toReview', 'given'] as const) : (['given'] as const)
  return (
    <section aria-label={t('review.reviews')} className="flex h-full min-h-0 flex-col">
      <header className="flex h-[42px] flex-none items-center gap-1 border-b border-line px-3">
        {tabs.map((one) => (
          <button
            key={one}
            type="button"
            aria-pressed={tab === one}
            onClick={() => setTab(one)}
            className="type-label h-7 rounded-control px-2 text-ink-2 hover:bg-hover aria-pressed:bg-fill aria-pressed:text-ink max-pane:h-11"
          >
            {t(`review.${one}`)}
            {one === 'toReview' && waiting && (
              <span className="num ms-1.5 text-ink-3">{countText(waiting.length)}</span>
            )}
          </button>
        ))}
      </header>
      <div className="min-h-0 flex-1 overflow-y-auto">
        {tab === 'toReview' ? <ToReview /> : <Given meIds={meIds} />}
      </div>
    </section>
  )
}

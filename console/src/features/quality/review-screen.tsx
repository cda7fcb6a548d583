import { useState } from 'react'
import type { ReactNode } from 'react'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { QaReview, Scorecard, Ticket } from '@switchyard/sdk'
import { Chip } from '../../ui/chip.tsx'
import { Icon } from '../../ui/icon.tsx'
import { Bones, Failure } from '../../ui/states.tsx'
import { t, wordFor } from '../../ui/words/words.ts'
import { scoreText } from '../../ui/figure-text.ts'
import { reviewedTicketQuery, reviewsQuery, scorecardsQuery } from './queries.ts'
import { ReviewForm } from './review-form.tsx'
import { ReviewEntry } from './review-lists.tsx'
import { TicketFacts } from './ticket-facts.tsx'

interface ReviewScreenProps {
  ticketId: string
  /** Agent, member and user of the viewer. */
  meIds: readonly string[]
  /** The history of a ticket, drawn by its own screen. */
  timelineOf: (ticket: Ticket) => ReactNode
}

function refusalOf(
  ticket: Ticket,
  { meIds, scorecard, reviews }: { meIds: readonly string[]; scorecard: string; reviews: readonly QaReview[] },
): string | null {
  if (ticket.assignee !== null && meIds.includes(ticket.assignee.id)) return t('review.ownWork')
  const own = reviews.find((review) => review.scorecard === scorecard && meIds.includes(review.reviewedBy.id))
  if (own === undefined) return null
  return t('review.alreadyScored', { score: scoreText(own.score) })
}

function Facts({ ticket }: { ticket: Ticket }) {
  const name = ticket.assignee?.name
  return (
    <header className="flex h-(--h-bar) flex-none items-center gap-2.5 border-b border-line bg-surface ps-2 pe-5 max-pane:pe-3.5">
      <Link
        to="/quality"
        aria-label={t('review.toQuality')}
        title={t('review.toQuality')}
        className="b bare icon touch"
      >
        <Icon name="left" />
      </Link>
      <h1 className="type-title min-w-0 truncate" dir="auto">
        {t('review.title', { number: ticket.number })}
        <span className="ms-2 font-normal text-ink-3 max-pane:hidden">{ticket.issueSummary}</span>
      </h1>
      <span className="ms-auto flex items-center gap-1.5 max-pane:hidden">
        <Chip icon="user">{name === undefined ? t('review.nobody') : name}</Chip>
        {ticket.queue && <Chip>{ticket.queue}</Chip>}
        <Chip>{wordFor('status', ticket.status)}</Chip>
        <Link to="/tickets/$ticketId" params={{ ticketId: ticket.id }} className="b sm ms-1">
          {t('review.openTicket')}
        </Link>
      </span>
    </header>
  )
}

function CardChoice({
  cards,
  chosen,
  onChoose,
}: {
  cards: Scorecard[]
  chosen: Scorecard
  onChoose: (slug: string) => void
}) {
  if (cards.length < 2) return null
  return (
    <select
      aria-label={t('review.scorecard')}
      value={chosen.slug}
      onChange={(event) => onChoose(event.target.value)}
      className="field type-label !min-h-0 !w-auto !py-[3px]"
    >
      {cards.map(({ slug, label }) => (
        <option key={slug} value={slug}>
          {label}
        </option>
      ))}
    </select>
  )
}

function Loaded({
  ticket,
  cards,
  reviews,
  meIds,
  timelineOf,
}: Omit<ReviewScreenProps, 'ticketId'> & { ticket: Ticket; cards: Scorecard[]; reviews: QaReview[] }) {
  const [slug, setSlug] = useState<string | null>(null)
  const [known] = useState(reviews)
  const card = cards.find((one) => one.slug === slug) ?? cards[0]
  if (card === undefined) return <Failure error={new Error(t('review.noScorecard'))} />
  return (
    <div className="flex h-full min-h-0 flex-col">
      <Facts ticket={ticket} />
      <div className="min-h-0 flex-1 max-stack:overflow-y-auto stack:grid stack:grid-cols-[minmax(0,1fr)_400px] stack:grid-rows-[minmax(0,1fr)]">
        <main className="flex min-h-0 min-w-0 flex-col bg-surface max-stack:h-[60dvh]">
          <TicketFacts ticket={ticket} />
          {timelineOf(ticket)}
        </main>
        <aside
          aria-label={t('review.scorecard')}
          className="flex min-h-0 flex-col border-s border-line bg-surface max-stack:border-s-0 max-stack:border-t"
        >
          <header className="flex h-[42px] flex-none items-center gap-2 border-b border-line px-4">
            <h2 className="text-[12.5px]/[18px] font-semibold">{t('review.scorecard')}</h2>
            <span className="text-ink-3">{cards.length === 1 ? card.label : ''}</span>
            <CardChoice cards={cards} chosen={card} onChoose={setSlug} />
          </header>
          {known.length > 0 && (
            <ul aria-label={t('review.given')} className="type-small flex-none">
              {known.map((review) => (
                <ReviewEntry key={review.id} review={review} meIds={meIds} />
              ))}
            </ul>
          )}
          <ReviewForm
            key={`${ticket.id} ${card.slug}`}
            ticket={ticket}
            card={card}
            refusal={refusalOf(ticket, { meIds, scorecard: card.slug, reviews: known })}
          />
        </aside>
      </div>
    </div>
  )
}

/** Reviewing a ticket: what happened, beside the scorecard it is judged by. */
export function ReviewScreen({ ticketId, ...rest }: ReviewScreenProps) {
  const ticket = useQuery(reviewedTicketQuery(ticketId))
  const cards = useQuery(scorecardsQuery)
  const reviews = useQuery(reviewsQuery(ticketId))
  const failed = [ticket, cards, reviews].find(({ error, data }) => error !== null && data === undefined)
  if (failed?.error)
    return (
      <main className="grid h-full bg-surface">
        <Failure error={failed.error} onRetry={() => void failed.refetch()} />
      </main>
    )
  if (!ticket.data || !cards.data || !reviews.data)
    return (
      <main className="h-full bg-surface">
        <Bones className="px-5 pt-4" rows={['h-6 w-2/3', 'h-24', 'h-24', 'h-32']} />
      </main>
    )
  return <Loaded key={ticketId} ticket={ticket.data} cards={cards.data.data} reviews={reviews.data.data} {...rest} />
}

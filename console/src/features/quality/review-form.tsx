import { Link } from '@tanstack/react-router'
import { useCallback, useRef } from 'react'
import { ApiProblem } from '@switchyard/sdk'
import type { Scorecard, Ticket } from '@switchyard/sdk'
import { useQuery } from '@tanstack/react-query'
import { Button } from '../../ui/button.tsx'
import { now } from '../../ui/clock.ts'
import { Icon } from '../../ui/icon.tsx'
import { shortcutText } from '../../ui/shortcut.ts'
import { ProblemLine } from '../../ui/states.tsx'
import { t } from '../../ui/words/words.ts'
import { CriterionField } from './criterion-field.tsx'
import { passMark, scoreText } from '../../ui/figure-text.ts'
import { toReviewQuery } from './queries.ts'
import { useReview, type ReviewDraft } from './use-review.ts'
import { useReviewKeys } from './use-review-keys.ts'

/** The score of the answers so far, and what takes it to 0. */
function Score({ live }: { live: ReviewDraft['live'] }) {
  const { score, missed } = live
  return (
    <div aria-live="polite">
      <p className="flex items-baseline gap-2 px-4 py-3">
        <span className="num [font:var(--t-figure)] tracking-[-0.022em]">{scoreText(score)}</span>
        <span className="text-ink-3">{t('quality.of100')}</span>
        <span className="type-small ms-auto text-ink-2">
          {score === null ? t('review.noScoreYet') : t(score >= passMark ? 'review.passed' : 'review.failed')}
        </span>
      </p>
      {missed.length > 0 && (
        <p className="flex items-start gap-2 bg-breach-tint px-4 py-2.5 text-breach">
          <Icon name="alert" size="s" tone="mt-[3px]" />
          <span>{t('review.criticalBanner', { criteria: missed.map(({ label }) => label).join(', ') })}</span>
        </p>
      )}
    </div>
  )
}

/** A refusal in the reviewer's words; anything else as the service says it. */
function Refusal({ error }: { error: Error }) {
  const words =
    error instanceof ApiProblem && error.status === 409
      ? t('review.already')
      : error instanceof ApiProblem && error.status === 403 && error.body.permission === undefined
        ? t('review.ownWork')
        : null
  return <ProblemLine error={words === null ? error : new Error(words)} />
}

function Done({ score, ticketId }: { score: number | null; ticketId: string }) {
  const { data } = useQuery(toReviewQuery(now))
  const next = data?.find(({ id }) => id !== ticketId)
  return (
    <div role="status" className="grid gap-3 px-4 py-4">
      <p className="flex items-center gap-2">
        <Icon name="check-circle" tone="text-met" />
        {score === null ? t('review.savedUnscored') : t('review.saved', { score: scoreText(score) })}
      </p>
      <p className="flex flex-wrap gap-2">
        {next && (
          <Link to="/quality/tickets/$ticketId" params={{ ticketId: next.id }} className="b main">
            {t('review.nextTicket', { number: next.number })}
          </Link>
        )}
        <Link to="/quality" className="b">
          {t('review.toQuality')}
        </Link>
      </p>
    </div>
  )
}

interface ReviewFormProps {
  ticket: Ticket
  card: Scorecard
  /** Why the viewer cannot review this ticket; null when they can. */
  refusal: string | null
}

function Foot({
  draft,
  card,
  refusal,
  onSubmit,
}: Omit<ReviewFormProps, 'ticket'> & { draft: ReviewDraft; onSubmit: () => void }) {
  const { live, sending, isComplete } = draft
  const reason =
    refusal ?? (isComplete ? null : t('review.answered', { done: live.answered, all: card.criteria.length }))
  return (
    <div className="flex-none border-t border-line bg-surface px-4 py-3 max-stack:sticky max-stack:bottom-0">
      {sending.error && (
        <div className="mb-2">
          <Refusal error={sending.error} />
        </div>
      )}
      <p className="flex flex-wrap items-center gap-3">
        <Button
          look="main"
          busy={sending.isPending}
          disabled={reason !== null}
          shortcut={shortcutText('mod+enter')}
          onClick={onSubmit}
        >
          {t('review.submit')}
        </Button>
        {reason !== null && <span className="type-small min-w-0 flex-1 text-ink-2">{reason}</span>}
      </p>
    </div>
  )
}

/** The scorecard of one ticket: what the answers are worth while they are given, and sending them. */
export function ReviewForm({ ticket, card, refusal }: ReviewFormProps) {
  const draft = useReview(ticket.id, card)
  const { sending, isComplete } = draft
  const mayAnswer = refusal === null && !sending.isSuccess
  const latest = useRef(() => {})
  latest.current = () => {
    if (mayAnswer && isComplete && !sending.isPending) sending.mutate()
  }
  const submit = useCallback(() => latest.current(), [])
  useReviewKeys(card, draft, submit)
  return (
    <form className="flex min-h-0 flex-col" onSubmit={(event) => event.preventDefault()}>
      <Score live={draft.live} />
      <div className="min-h-0 flex-1 overflow-y-auto border-t border-line max-stack:overflow-visible">
        {card.criteria.map((criterion, index) => (
          <CriterionField
            key={criterion.id}
            criterion={criterion}
            rating={draft.ratings[criterion.id]}
            comment={draft.notes[criterion.id] ?? ''}
            isCurrent={draft.at === index}
            isDisabled={!mayAnswer}
            onRate={(rating) => draft.rate(index, rating)}
            onComment={(text) => draft.comment(criterion.id, text)}
            onEnter={() => draft.setAt(index)}
          />
        ))}
        <div className="px-4 py-3">
          <textarea
            aria-label={t('review.note')}
            placeholder={t('review.note')}
            value={draft.note}
            maxLength={4000}
            rows={2}
            disabled={!mayAnswer}
            onChange={(event) => draft.setNote(event.target.value)}
            className="field resize-none"
          />
          <p className="type-meta mt-2 text-ink-3 max-pane:hidden">{t('review.keys')}</p>
        </div>
      </div>
      {sending.data ? (
        <div className="flex-none border-t border-line">
          <Done score={sending.data.score} ticketId={ticket.id} />
        </div>
      ) : (
        <Foot draft={draft} card={card} refusal={refusal} onSubmit={submit} />
      )}
    </form>
  )
}

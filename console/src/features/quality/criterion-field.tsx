import { useEffect, useRef } from 'react'
import type { Scorecard } from '@switchyard/sdk'
import { Chip } from '../../ui/chip.tsx'
import { t } from '../../ui/words/words.ts'
import { type Rating, type Scale, topOf } from './live-score.ts'
import { commentId } from './use-review-keys.ts'

interface CriterionFieldProps {
  criterion: Scorecard['criteria'][number]
  /** Missing = no answer yet. */
  rating: Rating | undefined
  comment: string
  isCurrent: boolean
  isDisabled: boolean
  onRate: (rating: Rating) => void
  onComment: (text: string) => void
  onEnter: () => void
}

function choicesOf(scale: Scale): { rating: Rating; label: string; shortcut: string }[] {
  const top = topOf(scale)
  const values =
    top === null
      ? [
          { rating: true, label: t('review.yes'), shortcut: 'Y' },
          { rating: false, label: t('review.no'), shortcut: 'N' },
        ]
      : Array.from({ length: top }, (_, index) => index + 1).map((rating) => ({
          rating,
          label: String(rating),
          shortcut: String(rating),
        }))
  return [...values, { rating: null, label: t('review.notApply'), shortcut: '0' }]
}

/** One question of a scorecard: its ratings, each with its key, and a comment. */
export function CriterionField(props: CriterionFieldProps) {
  const { criterion, rating, comment, isCurrent, isDisabled, onRate, onComment, onEnter } = props
  const box = useRef<HTMLFieldSetElement>(null)
  const wasCurrent = useRef(isCurrent)
  useEffect(() => {
    // Not the one that is marked from the beginning: the reader starts at the top of the page.
    if (isCurrent && !wasCurrent.current) box.current?.scrollIntoView({ block: 'nearest' })
    wasCurrent.current = isCurrent
  }, [isCurrent])
  return (
    <fieldset
      ref={box}
      disabled={isDisabled}
      aria-current={isCurrent ? 'step' : undefined}
      onFocus={onEnter}
      className={`min-w-0 border-b border-line px-4 py-3 ${isCurrent && !isDisabled ? 'bg-selected shadow-[inset_2px_0_0_var(--accent)]' : ''}`}
    >
      <legend className="sr-only">{criterion.label}</legend>
      <p className="flex items-baseline gap-2">
        <span className="type-ui-strong min-w-0 flex-1" aria-hidden="true">
          {criterion.label}
        </span>
        {criterion.isCritical && (
          <Chip tone="outlined" title={t('review.criticalText')}>
            {t('review.critical')}
          </Chip>
        )}
        <span className="type-meta whitespace-nowrap text-ink-3">
          {t('review.weight', { weight: criterion.weight })}
        </span>
      </p>
      <div className="mt-2 flex flex-wrap gap-1.5">
        {choicesOf(criterion.scale).map((choice) => (
          <button
            key={choice.shortcut}
            type="button"
            aria-pressed={rating === choice.rating}
            title={`${choice.label} (${choice.shortcut})`}
            onClick={() => onRate(choice.rating)}
            className="b aria-pressed:!bg-solid aria-pressed:!text-on-solid min-w-9 max-pane:min-w-11"
          >
            {choice.label}
          </button>
        ))}
      </div>
      <textarea
        id={commentId(criterion.id)}
        aria-label={t('review.commentOn', { criterion: criterion.label })}
        placeholder={t('review.comment')}
        value={comment}
        maxLength={4000}
        rows={comment === '' ? 1 : 3}
        onChange={(event) => onComment(event.target.value)}
        className="field mt-2 resize-none"
      />
    </fieldset>
  )
}

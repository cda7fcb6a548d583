import { useEffect } from 'react'
import type { Scorecard } from '@switchyard/sdk'
import { useActions } from '../../ui/actions.ts'
import type { Action } from '../../ui/actions.ts'
import { t } from '../../ui/words/words.ts'
import { ratingOfKey } from './live-score.ts'
import type { ReviewDraft } from './use-review.ts'

/** The field of a criterion's comment, which a key opens. */
export const commentId = (criterion: string) => `comment-${criterion}`

/** Keys rate the criterion that is marked and go on to the next; they are in the help and in the palette. */
export function useReviewKeys(card: Scorecard, draft: ReviewDraft, submit: () => void): void {
  const current = card.criteria[draft.at]
  const key = (shortcut: string, label: string, run: () => void, isAllowed = true): Action => ({
    id: `review-${shortcut}`,
    label,
    group: t('review.reviews'),
    icon: 'award',
    shortcut,
    isAllowed: isAllowed && current !== undefined && !draft.sending.isSuccess,
    run,
  })
  const rate = (shortcut: string, label: string) => {
    const rating = current === undefined ? undefined : ratingOfKey(current.scale, shortcut)
    return key(
      shortcut,
      t('review.rateAs', { rating: label }),
      () => rating !== undefined && draft.rate(draft.at, rating),
      rating !== undefined,
    )
  }
  useActions('review', [
    ...['1', '2', '3', '4', '5'].map((shortcut) => rate(shortcut, shortcut)),
    rate('y', t('review.yes')),
    rate('n', t('review.no')),
    rate('0', t('review.notApply')),
    key('j', t('review.next'), () => draft.move(1)),
    key('k', t('review.previous'), () => draft.move(-1)),
    key('c', t('review.comment'), () => current && document.getElementById(commentId(current.id))?.focus()),
  ])
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) submit()
    }
    document.addEventListener('keydown', onKeyDown)
    return () => document.removeEventListener('keydown', onKeyDown)
  }, [submit])
}

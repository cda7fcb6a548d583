import type { Case } from '@switchyard/sdk'
import { t } from '../../ui/words/words.ts'

export interface ReviewWords {
  readonly mayDecide: boolean
  readonly strong: string
  readonly why: string
}

/** Whether the viewer may decide a case and why, in words (four eyes). */
export function reviewWords({ review, openedBy, trigger }: Pick<Case, 'review' | 'openedBy' | 'trigger'>): ReviewWords {
  const { mayDecide, why } = review
  if (!mayDecide)
    return {
      mayDecide,
      strong: t(why === 'decided' ? 'review.decidedTitle' : 'review.mayNot'),
      why: t(`review.${why ?? 'decided'}`),
    }
  const opener = openedBy.name ?? ''
  return {
    mayDecide,
    strong: t('review.may'),
    why: trigger === null && opener !== '' ? t('review.second', { name: opener }) : t('review.unattended'),
  }
}

/** The asked checks that nobody has answered: a decision waits for them. */
export function openChecks({ checks }: Pick<Case, 'checks'>): string[] {
  return checks.filter(({ isAsked, result }) => isAsked && result === null).map(({ label }) => label)
}

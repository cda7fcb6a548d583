import { t } from '../../ui/words/words.ts'
import type { Shown } from './timeline-shown.ts'

/** What a choice of the history shows, in words. */
export function shownWords(shown: Shown): string {
  if (shown === 'all' || shown === 'messages') return t(`timeline.${shown}`)
  return t('timeline.with', { group: t(`event.group.${shown}`) })
}

import type { TicketSuggestion } from '@switchyard/sdk'
import { t } from '../../../ui/words/words.ts'

/** Why a ticket may be the same as another one, in the reader's language. */
export function duplicateWhy({ reasons }: Pick<TicketSuggestion, 'reasons'>): string[] {
  return reasons.map(({ code, words = [] }) => {
    if (code === 'same_order') return t('merge.sameOrder')
    return words.length === 0 ? t('merge.nearlySame') : t('merge.bothSay', { words: words.join(', ') })
  })
}

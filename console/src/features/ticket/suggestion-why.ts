import type { TicketSuggestion } from '@switchyard/sdk'
import { fill, wordFor } from '../../ui/words/words.ts'

/** Why something is suggested, in the reader's language; as the server says it where there is no word for its code. */
export function suggestionWhy(reasons: TicketSuggestion['reasons']): string {
  return reasons
    .map(({ code, text, params = {} }) => {
      const words = wordFor('suggest.why', code)
      return words === code ? text : fill(words, params)
    })
    .join(' ')
}

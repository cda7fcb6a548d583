import type { BulkAction } from '@switchyard/sdk'

/** An action with the words that say what it does. */
export interface NamedAction {
  words: string
  action: BulkAction
}

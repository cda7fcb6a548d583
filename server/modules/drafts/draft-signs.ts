import type { Memory } from '../../platform/memory.ts'
import { onNodeWords, sayToNodes } from '../events/index.ts'
import type { Visibility } from '../tickets/index.ts'

/** That a draft was saved or is gone: of this moment only. */
export interface DraftSign {
  readonly ticketId: string
  readonly visibility: Visibility
  readonly writerId: string
  readonly partnerId: string | null
  /** Null = it is gone. */
  readonly revision: number | null
}

const topic = 'draft'

/** Calls back with what becomes of drafts, in whatever process; gives the way to stop. */
export function onDraftSigns(memory: Memory, listener: (sign: DraftSign) => void): () => void {
  return onNodeWords(memory, (word) => {
    if (word.topic === topic) listener(JSON.parse(word.text) as DraftSign)
  })
}

/** Tells every process what became of a draft. */
export function sayDraftSign(memory: Memory, sign: DraftSign): void {
  const { ticketId, visibility, writerId, partnerId, revision } = sign
  sayToNodes(memory, { topic, text: JSON.stringify({ ticketId, visibility, writerId, partnerId, revision }) })
}

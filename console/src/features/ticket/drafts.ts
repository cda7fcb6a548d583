import type { Visibility } from '@switchyard/sdk'
import { readStored, writeStored } from '../../ui/stored.ts'

interface Draft {
  text: string
  /** The last public message the writer had before them when they began. */
  readSeq: number | null
}

const nameOf = (ticketId: string, kind: Visibility) => `draft.${ticketId}.${kind}`

/** The unsent words of a ticket and kind; null when there are none. */
export function readDraft(ticketId: string, kind: Visibility): Draft | null {
  return readStored<Draft | null>(nameOf(ticketId, kind), null)
}

/** Keeps unsent words in this browser; an empty text forgets them. */
export function writeDraft(ticketId: string, kind: Visibility, draft: Draft): void {
  writeStored(nameOf(ticketId, kind), draft.text === '' ? null : draft)
}

const listeners = new Map<string, () => void>()

/** Hears of words put into the reply of a ticket from beside the composer. Gives how to stop. */
export function onInsert(ticketId: string, heard: () => void): () => void {
  listeners.set(ticketId, heard)
  return () => void (listeners.get(ticketId) === heard && listeners.delete(ticketId))
}

/** Puts words behind those of the unsent reply; nothing is sent. */
export function insertIntoReply(ticketId: string, words: string): void {
  const draft = readDraft(ticketId, 'public')
  const text = draft === null ? words : `${draft.text.trimEnd()}\n\n${words}`
  writeDraft(ticketId, 'public', { text, readSeq: draft?.readSeq ?? null })
  listeners.get(ticketId)?.()
}

import { useSyncExternalStore } from 'react'
import type { Visibility } from '@switchyard/sdk'
import { memberNow } from '../../live/me.ts'
import { onStored, readStored, writeStored } from '../../ui/stored.ts'
import { noteWritten, readCopy } from './draft-copies.ts'

/** A macro whose text was put into a draft: what it does is done when that is sent. */
export interface DraftMacro {
  key: string
  name: string
  does: string[]
  /** It says nothing by itself: what it does may be sent without a word. */
  isSilent: boolean
}

export interface Draft {
  text: string
  /** The last public message the writer had before them when they began. */
  readSeq: number | null
  macro?: DraftMacro | undefined
  /** Of a send nobody heard back from: the same words under it are said once. */
  clientId?: string | undefined
}

const nameOf = (ticketId: string, kind: Visibility) => `draft.${memberNow()}.${ticketId}.${kind}`
/** As read last: the same draft is the same object. */
const known = new Map<string, Draft | null>()
const watchers = new Set<() => void>()
const tell = () => watchers.forEach((watcher) => watcher())

function watch(watcher: () => void): () => void {
  const stop = onStored((name) => {
    if (known.delete(name)) watcher()
  })
  watchers.add(watcher)
  return () => {
    watchers.delete(watcher)
    stop()
  }
}

/** The unsent words of a ticket and kind; null when there are none. */
export function readDraft(ticketId: string, kind: Visibility): Draft | null {
  const name = nameOf(ticketId, kind)
  const draft = known.get(name)
  if (draft !== undefined) return draft
  const stored = readStored<Draft | null>(name, null)
  known.set(name, stored)
  return stored
}

/** The unsent words as they are now, whoever wrote them: this composer, a suggestion, another tab or device. */
export function useDraft(ticketId: string, kind: Visibility): Draft | null {
  return useSyncExternalStore(watch, () => readDraft(ticketId, kind))
}

/** Puts a draft here as it is on the server. */
export function placeDraft(ticketId: string, kind: Visibility, draft: Draft | null): void {
  const name = nameOf(ticketId, kind)
  known.set(name, draft)
  writeStored(name, draft)
  tell()
}

/** Keeps unsent words in this browser, and soon on the server; an empty text without a macro forgets them. */
export function writeDraft(ticketId: string, kind: Visibility, draft: Draft | null): void {
  const kept = draft === null || (draft.text === '' && draft.macro === undefined) ? null : draft
  placeDraft(ticketId, kind, kept)
  noteWritten({ ticketId, kind })
}

/** Replies on their way, by the draft each was: words that are no draft here any more and are one on the server still. */
const held = new Map<string, { clientId: string; draft: Draft }>()

/** Takes words that are on their way out of the composer; the server keeps them as a draft until they have arrived. */
export function holdDraft(ticketId: string, clientId: string, draft: Draft): void {
  held.set(nameOf(ticketId, 'public'), { clientId, draft })
  placeDraft(ticketId, 'public', null)
  if (readCopy({ ticketId, kind: 'public' }).isDirty) noteWritten({ ticketId, kind: 'public' })
}

/** Lets the server forget words that have arrived or come back, unless others are on their way by now. */
export function releaseDraft(ticketId: string, clientId: string): void {
  if (!forgetHeld(ticketId, clientId)) return
  if (readDraft(ticketId, 'public') === null) noteWritten({ ticketId, kind: 'public' })
}

/** The same where the server has nothing to forget: they are being sent from a page that is left, or have arrived. */
export function forgetHeld(ticketId: string, clientId: string): boolean {
  const name = nameOf(ticketId, 'public')
  return held.get(name)?.clientId === clientId && held.delete(name)
}

/** What the server is to keep: the unsent words, else those on their way, with what they will be said under. */
export function wordsToKeep(ticketId: string, kind: Visibility): { draft: Draft | null; clientId: string | null } {
  const draft = readDraft(ticketId, kind)
  const onTheirWay = held.get(nameOf(ticketId, kind))
  return draft === null && onTheirWay !== undefined ? onTheirWay : { draft, clientId: null }
}

const listeners = new Map<string, () => void>()
/** The tickets whose reply is on the screen; another set whenever they change. */
let shownReplies: ReadonlySet<string> = new Set()

function tellShown(): void {
  shownReplies = new Set(listeners.keys())
  tell()
}

/** The tickets whose reply is on the screen. */
export function useShownReplies(): ReadonlySet<string> {
  return useSyncExternalStore(watch, () => shownReplies)
}

/** Hears of words put into the reply of a ticket from beside the composer. Gives how to stop. */
export function onInsert(ticketId: string, heard: () => void): () => void {
  listeners.set(ticketId, heard)
  tellShown()
  return () => {
    if (listeners.get(ticketId) === heard && listeners.delete(ticketId)) tellShown()
  }
}

/** Whether the reply of a ticket is on the screen. */
export function isReplyShown(ticketId: string): boolean {
  return listeners.has(ticketId)
}

/** Brings the reply of a ticket to the front, where it is on the screen. */
export function showReply(ticketId: string): void {
  listeners.get(ticketId)?.()
}

/** Puts words behind those of the unsent reply, with the macro they are of; nothing is sent. */
export function insertIntoReply(ticketId: string, words: string, macro?: DraftMacro): void {
  const draft = readDraft(ticketId, 'public')
  const text = draft === null || draft.text === '' ? words : `${draft.text.trimEnd()}\n\n${words}`
  const kept = { ...draft, macro: macro ?? draft?.macro, readSeq: draft?.readSeq ?? null }
  writeDraft(ticketId, 'public', { ...kept, text, clientId: undefined })
  showReply(ticketId)
}

/** Gives unsent words back, before those written meanwhile. */
export function returnToReply(ticketId: string, unsent: Draft): void {
  const later = readDraft(ticketId, 'public')
  if (later === null) writeDraft(ticketId, 'public', unsent)
  else {
    const text = [unsent.text, later.text].filter((words) => words !== '').join('\n\n')
    writeDraft(ticketId, 'public', { text, readSeq: unsent.readSeq, macro: later.macro ?? unsent.macro })
  }
}

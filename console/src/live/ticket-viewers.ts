import { useCallback, useEffect, useSyncExternalStore } from 'react'
import type { DraftSign, TicketViewer, ViewersSign, Visibility } from '@switchyard/sdk'

/** Whoever writes says so again after this time; when it stops, so does the word of it. */
const [againMs, writingMs] = [15_000, 45_000]

type Writing = TicketViewer['writing']
const nobody: readonly TicketViewer[] = []
const watchers = new Set<() => void>()
const draftListeners = new Set<(sign: DraftSign) => void>()
let tellServer: ((ticketId: string | null, writing: Writing) => void) | null = null
let looked: { ticketId: string; writing: Writing; toldAt: number } | null = null
let viewers: readonly TicketViewer[] = nobody
let resting: ReturnType<typeof setTimeout> | undefined

function showViewers(next: readonly TicketViewer[]): void {
  viewers = next
  watchers.forEach((watcher) => watcher())
}

function say(): void {
  // A page that nobody sees shows nobody a ticket.
  const isSeen = document.visibilityState === 'visible'
  if (looked === null || !isSeen) tellServer?.(null, null)
  else {
    looked.toldAt = Date.now()
    tellServer?.(looked.ticketId, looked.writing)
  }
}

/** What names the ticket one looks at to the server; null once it is gone. */
export function carryLooks(carry: typeof tellServer): void {
  tellServer = carry
  if (looked !== null) say()
}

/** Who else looks at it; of a ticket that was left meanwhile it says nothing. */
export function noteViewers(sign: ViewersSign): void {
  if (sign.ticketId === looked?.ticketId) showViewers(sign.viewers)
}

/** While the server cannot be heard, nobody is known to be there. */
export function forgetViewers(): void {
  showViewers(nobody)
}

/** What became of a draft on the ticket one looks at. */
export function noteDraft(sign: DraftSign): void {
  for (const heard of draftListeners) heard(sign)
}

/** Hears what becomes of drafts while the component is shown. */
export function useDraftSigns(heard: (sign: DraftSign) => void): void {
  useEffect(() => {
    draftListeners.add(heard)
    return () => void draftListeners.delete(heard)
  }, [heard])
}

/** Says that one has a ticket before one, and gives who else does. */
export function useViewers(ticketId: string): readonly TicketViewer[] {
  useEffect(() => {
    looked = { ticketId, writing: null, toldAt: 0 }
    showViewers(nobody)
    say()
    document.addEventListener('visibilitychange', say)
    return () => {
      document.removeEventListener('visibilitychange', say)
      clearTimeout(resting)
      looked = null
      say()
    }
  }, [ticketId])
  return useSyncExternalStore(
    (watcher) => {
      watchers.add(watcher)
      return () => watchers.delete(watcher)
    },
    () => viewers,
  )
}

function write(ticketId: string, writing: Writing): void {
  if (looked?.ticketId !== ticketId) return
  clearTimeout(resting)
  if (writing !== null) resting = setTimeout(() => write(ticketId, null), writingMs)
  if (looked.writing === writing && (writing === null || Date.now() - looked.toldAt < againMs)) return
  looked.writing = writing
  say()
}

/** Gives how to say what is being written on a ticket; an empty text, and leaving it, is an end of it. */
export function useTellWriting(ticketId: string, kind: Visibility): (text: string) => void {
  useEffect(() => () => write(ticketId, null), [ticketId, kind])
  return useCallback((text) => write(ticketId, text.trim() === '' ? null : kind), [ticketId, kind])
}

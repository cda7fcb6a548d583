import type { Pending } from './conversation.ts'
import { keepText, type Shelf } from './kept.ts'
import { parse } from './parse.ts'

/** What a page remembers of a session, so that a reload goes on where it was. */
export interface Remembered {
  readonly sessionId: string
  readonly token: string
  readonly streamUrl: string
  /** The longest line the customer stood in, for the picture of the way already gone. */
  readonly joinedAt: number | null
  readonly seen: number
}

/** What all tabs of one browser remember of a channel. */
export interface Memory {
  read(): Remembered | null
  write(remembered: Remembered): void
  /** Changes what is remembered of a session, unless a tab has gone on to another; null forgets it. */
  change(sessionId: string, change: (known: Remembered) => Remembered | null): void
  /** What waits to be sent in a session, the oldest first. */
  waiting(sessionId: string): Pending[]
  /** Keeps what waits in one tab. Each stands under a name of its own, so no tab forgets what another has not sent. */
  keep(sessionId: string, before: readonly Pending[], now: readonly Pending[]): void
}

/** Keeps on the frame's own shelf, apart for each shop and channel. */
export function openMemory(shelf: Shelf, key: string): Memory {
  const kept = keepText(shelf, `switchyard.chat.${key}`)
  const read = () => parse(kept.read()) as Remembered | null
  const write = (remembered: Remembered | null) => kept.write(remembered && JSON.stringify(remembered))
  const place = (sessionId: string, { clientId }: Pending) => keepText(shelf, sessionId + clientId)
  return {
    read,
    write,
    change: (sessionId, change) => {
      const known = read()
      if (known?.sessionId === sessionId) write(change(known))
    },
    waiting: (sessionId) =>
      Object.keys(shelf)
        .filter((name) => name.startsWith(sessionId))
        .flatMap((name) => (parse(shelf[name]) as Pending | null) ?? [])
        .toSorted((one, other) => (one.at < other.at ? -1 : 1)),
    keep: (sessionId, before, now) => {
      for (const one of before) place(sessionId, one).write(null)
      for (const one of now) place(sessionId, one).write(JSON.stringify(one))
    },
  }
}

/** A random text that only this browser knows, by which it is known again as the same customer. */
export function visitorOf(shelf: Shelf): string {
  const kept = keepText(shelf, 'switchyard.visitor')
  const visitor = kept.read() ?? randomText()
  kept.write(visitor)
  return visitor
}

/** 144 random bits as 24 letters; `randomUUID` is not there on a page without https, nor in a frame of one. */
export function randomText(): string {
  return btoa(String.fromCharCode(...crypto.getRandomValues(new Uint8Array(18)))).replaceAll(/[+/]/g, '_')
}

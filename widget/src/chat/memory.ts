import type { Pending } from './conversation.ts'
import { keepText } from './kept.ts'

/** What a page remembers of a session, so that a reload goes on where it was. */
export interface Remembered {
  readonly sessionId: string
  readonly token: string
  readonly streamUrl: string
  /** The longest line the customer stood in, for the picture of the way already gone. */
  readonly joinedAt: number | null
  readonly seen: number
  readonly outbox: readonly Pending[]
}

export interface Memory {
  read(): Remembered | null
  write(remembered: Remembered | null): void
}

/** Keeps in the frame's own storage, apart for each shop and channel; where there is none, as long as the page lives. */
export function openMemory(storage: Storage | null, key: string): Memory {
  const kept = keepText(storage, `switchyard.chat.${key}`)
  return {
    read: () => parse(kept.read()),
    write: (remembered) => kept.write(remembered === null ? null : JSON.stringify(remembered)),
  }
}

function parse(text: string | null): Remembered | null {
  if (text === null) return null
  try {
    const found = JSON.parse(text) as Partial<Remembered>
    const isWhole =
      typeof found.sessionId === 'string' && typeof found.token === 'string' && Array.isArray(found.outbox)
    return isWhole ? (found as Remembered) : null
  } catch {
    return null
  }
}

/** A random text that only this browser knows, by which it is known again as the same customer. */
export function visitorOf(storage: Storage | null): string {
  const kept = keepText(storage, 'switchyard.visitor')
  const visitor = kept.read() ?? randomText()
  kept.write(visitor)
  return visitor
}

/** 144 random bits as 24 letters; `randomUUID` is not there on a page without https, nor in a frame of one. */
export function randomText(): string {
  return btoa(String.fromCharCode(...crypto.getRandomValues(new Uint8Array(18)))).replaceAll(/[+/]/g, '_')
}

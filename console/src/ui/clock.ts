import { useSyncExternalStore } from 'react'

/** How many beats of the socket are judged together: a minute of them. */
const beatsKept = 4
let offsetMs = 0
let latestOffsets: readonly number[] = []
const listeners = new Set<() => void>()
let timer: ReturnType<typeof setInterval> | undefined
let tickMs = Date.now()

const tick = () => {
  tickMs = now()
  for (const listener of listeners) listener()
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  timer ??= setInterval(tick, 1000)
  return () => {
    listeners.delete(listener)
    if (listeners.size === 0) {
      clearInterval(timer)
      timer = undefined
    }
  }
}

/** The server's time as far as known: clocks and offers count by it, not by the visitor's own clock. */
export function now(): number {
  return Date.now() + offsetMs
}

/**
 * Called with the server's time at each beat of the socket. A beat that comes or is read late makes the server's clock
 * look slow and none makes it look fast, so of the latest the one that was least late says what time it is there.
 */
export function setServerTime(serverMs: number): void {
  latestOffsets = [...latestOffsets, serverMs - Date.now()].slice(-beatsKept)
  offsetMs = Math.max(...latestOffsets)
  tick()
}

/**
 * Reads the one shared second clock. The component renders again only when what it selects changes,
 * so select a text or a number, not an object.
 */
export function useClock<T extends string | number | boolean>(select: (nowMs: number) => T): T {
  return useSyncExternalStore(subscribe, () => select(tickMs))
}

import { useSyncExternalStore } from 'react'

let isZen = false
const listeners = new Set<() => void>()

/** True while both sides of the thread are hidden. */
export function useZen(): boolean {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    () => isZen,
  )
}

/** Hides or shows both sides. */
export function toggleZen(): void {
  isZen = !isZen
  for (const listener of listeners) listener()
}

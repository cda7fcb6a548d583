import { useSyncExternalStore } from 'react'

const isSeen = () => document.visibilityState === 'visible'

function subscribe(onChange: () => void): () => void {
  document.addEventListener('visibilitychange', onChange)
  return () => document.removeEventListener('visibilitychange', onChange)
}

/** Whether this page is before somebody: not in another tab's shadow, not minimised. */
export function usePageSeen(): boolean {
  return useSyncExternalStore(subscribe, isSeen)
}

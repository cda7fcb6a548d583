import { useEffect } from 'preact/hooks'

/** Calls at once, when the page is looked at again, and every so often while it is. */
export function useWatching(look: () => void, everyMs: number, means: readonly unknown[]): void {
  useEffect(() => {
    look()
    const lookIfSeen = () => {
      if (document.visibilityState === 'visible') look()
    }
    const timer = setInterval(lookIfSeen, everyMs)
    document.addEventListener('visibilitychange', lookIfSeen)
    addEventListener('online', lookIfSeen)
    return () => {
      clearInterval(timer)
      document.removeEventListener('visibilitychange', lookIfSeen)
      removeEventListener('online', lookIfSeen)
    }
  }, means)
}

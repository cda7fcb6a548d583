import { useEffect } from 'react'

/** Keeps what this person writes on the server. What does it comes after the first screen. */
export function useKeptDrafts(): void {
  useEffect(() => {
    let stop: (() => void) | null = null
    let isGone = false
    void import('./draft-sync.ts').then(({ keepDrafts }) => {
      if (!isGone) stop = keepDrafts()
    })
    return () => {
      isGone = true
      stop?.()
    }
  }, [])
}

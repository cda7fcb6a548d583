import { useSyncExternalStore } from 'react'
import { showToast } from './toasts.tsx'
import { t } from './words/words.ts'

/** How long the key takes a change back. */
const undoMs = 30_000
let last: (() => void) | null = null
let timer: ReturnType<typeof setTimeout> | undefined
const watchers = new Set<() => void>()

function set(next: (() => void) | null): void {
  last = next
  watchers.forEach((watcher) => watcher())
}

/** Tells what was changed, with the way back: in the toast, and for half a minute by a key. */
export function showChange(text: string, takeBack: () => void): void {
  const once = () => {
    if (last === once) set(null)
    takeBack()
  }
  clearTimeout(timer)
  timer = setTimeout(() => last === once && set(null), undoMs)
  set(once)
  showToast({ text, action: { label: t('keys.undo'), run: once } })
}

/** Takes the last change back; null when there is none, or it was too long ago. */
export function useLastChange(): (() => void) | null {
  return useSyncExternalStore(
    (watcher) => {
      watchers.add(watcher)
      return () => watchers.delete(watcher)
    },
    () => last,
  )
}

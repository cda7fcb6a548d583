import { useSyncExternalStore } from 'react'

/** A moment of it is nobody's concern; and between two tries nobody waits for a moment. */
const calmMs = 1_500
let isBusy = false
/** What it will be when that has lasted; null = as it is. */
let planned: boolean | null = null
let timer: ReturnType<typeof setTimeout> | undefined
const watchers = new Set<() => void>()

function become(next: boolean): void {
  planned = null
  isBusy = next
  watchers.forEach((watcher) => watcher())
}

/** Hears how many requests wait for a busy service. */
export function setWaiting(count: number): void {
  const next = count > 0
  if (next === (planned ?? isBusy)) return
  clearTimeout(timer)
  planned = next === isBusy ? null : next
  if (planned !== null) timer = setTimeout(() => become(next), calmMs)
}

/** True while requests wait for a service that has too much to do. */
export function useIsBusy(): boolean {
  return useSyncExternalStore(
    (watcher) => {
      watchers.add(watcher)
      return () => watchers.delete(watcher)
    },
    () => isBusy,
  )
}

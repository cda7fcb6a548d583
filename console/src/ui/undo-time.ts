import { useSyncExternalStore } from 'react'
import { onStored, readStored, writeStored } from './stored.ts'

/** How long a send may be taken back, in seconds, as a person may choose; 0 sends at once. */
export const undoChoices = [0, 5, 10, 20, 30] as const
const usualSeconds = 10
const name = 'undoSeconds'
const watchers = new Set<() => void>()

/** What this person chose in this browser; anything that is no choice is the usual time. */
export function undoSeconds(): number {
  const stored = readStored<unknown>(name, usualSeconds)
  return undoChoices.find((choice) => choice === stored) ?? usualSeconds
}

/** Chooses it for what is sent from now on. */
export function chooseUndoSeconds(seconds: (typeof undoChoices)[number]): void {
  writeStored(name, seconds)
  watchers.forEach((watcher) => watcher())
}

function watch(watcher: () => void): () => void {
  const stop = onStored((changed) => changed === name && watcher())
  watchers.add(watcher)
  return () => {
    watchers.delete(watcher)
    stop()
  }
}

/** The chosen time as it is now, in every tab. */
export function useUndoSeconds(): number {
  return useSyncExternalStore(watch, undoSeconds)
}

import { useSyncExternalStore } from 'react'
import type { TimelineItem } from '@switchyard/sdk'
import { groupOf } from './event-kinds.ts'
import type { EventGroup } from './event-kinds.ts'

/** What a reader wants to see of a history: all of it, what was said, or that and the facts of one kind. */
export type Shown = 'all' | 'messages' | EventGroup
export const shownChoices: readonly Shown[] = [
  'all',
  'messages',
  'ticket',
  'routing',
  'clock',
  'case',
  'call',
  'quality',
  'delivery',
]

let current: Shown = 'all'
const watchers = new Set<() => void>()

/** Shows this of every history that is read on this page. */
export function chooseShown(shown: Shown): void {
  current = shown
  watchers.forEach((watcher) => watcher())
}

/** What is shown now. */
export function useShown(): Shown {
  return useSyncExternalStore(
    (watcher) => {
      watchers.add(watcher)
      return () => watchers.delete(watcher)
    },
    () => current,
  )
}

/** The part of a history that is shown; what was said always is. */
export function shownOf(items: readonly TimelineItem[], shown: Shown): readonly TimelineItem[] {
  if (shown === 'all') return items
  return items.filter((item) => item.message !== null || groupOf(item.type) === shown)
}

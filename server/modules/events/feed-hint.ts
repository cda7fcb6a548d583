import { type Memory, memoryKey } from '../../platform/memory.ts'

type Listener = () => void

const listeners = memoryKey('events.listeners', () => new Set<Listener>())

/** Tells this service's readers of the log that something was committed. A hint only: readers also poll. */
export function announceEvents(memory: Memory): void {
  for (const listener of memory.of(listeners)) listener()
}

/** Calls back after each commit of this service; gives the way to stop. */
export function onEventsAnnounced(memory: Memory, listener: Listener): () => void {
  memory.of(listeners).add(listener)
  return () => void memory.of(listeners).delete(listener)
}

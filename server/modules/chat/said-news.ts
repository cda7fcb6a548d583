import { type Memory, memoryKey } from '../../platform/memory.ts'
import type { ChatMessage } from './chat-message.ts'

/** A message that this process has just stored, with the events that tell of it. */
export interface SaidNews {
  readonly workspaceId: string
  readonly eventIds: readonly string[]
  readonly message: ChatMessage
}

type Listener = (news: readonly SaidNews[]) => void

const listeners = memoryKey('chat.said', () => new Set<Listener>())

/** Tells this process's sockets what was stored, so that they need not read it. A hint only: events tell the same. */
export function announceSaid(memory: Memory, news: readonly SaidNews[]): void {
  for (const listener of memory.of(listeners)) listener(news)
}

/** Calls back after messages were stored by this process; gives the way to stop. */
export function onSaid(memory: Memory, listener: Listener): () => void {
  memory.of(listeners).add(listener)
  return () => void memory.of(listeners).delete(listener)
}

import type { HeardEvent } from '../../core/clocks/index.ts'

/** What clocks hear of a message. Automatic replies answer nothing; a token speaks for a person's desk, so it does. */
export function clockEventsOf(authorKind: string, visibility: string, at: number): HeardEvent[] {
  if (visibility !== 'public' || authorKind === 'system') return []
  return [{ kind: authorKind === 'customer' ? 'customer_message' : 'agent_reply', at }]
}

import type { Ticket } from '@switchyard/sdk'
import { readStored, writeStored } from '../../ui/stored.ts'

const name = 'seen'
const mostKept = 500

/** When a ticket was last before somebody in this browser; null = never. */
export function seenAt(ticketId: string): string | null {
  return readStored<Record<string, string>>(name, {})[ticketId] ?? null
}

/** True while the customer's latest words have not been opened in this browser. */
export function isUnread(ticket: Ticket): boolean {
  const last = ticket.lastMessage
  if (!last || last.author.kind !== 'customer') return false
  const at = seenAt(ticket.id)
  return at === null || Date.parse(at) < Date.parse(last.at)
}

/** Notes that a ticket was opened at an instant. */
export function markSeen(ticketId: string, at: string): void {
  const known = readStored<Record<string, string>>(name, {})
  const rest = Object.entries(known).filter(([id]) => id !== ticketId)
  writeStored(name, Object.fromEntries([...rest.slice(-mostKept), [ticketId, at]]))
}

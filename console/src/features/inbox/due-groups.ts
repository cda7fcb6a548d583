import type { Ticket } from '@switchyard/sdk'
import { nextClock } from '../../ui/sla.ts'
import { isSameDay } from '../../ui/time.ts'

export const dueNames = ['hour', 'today', 'later', 'none', 'paused', 'done'] as const
type DueName = (typeof dueNames)[number]

const hourMs = 3_600_000
const ranks = { critical: 0, high: 1, normal: 2, low: 3 } as const

function dueMsOf(ticket: Ticket): number {
  const dueAt = nextClock(ticket.sla)?.clock.dueAt ?? ticket.sla?.nextDueAt
  return dueAt ? Date.parse(dueAt) : Number.POSITIVE_INFINITY
}

/** How soon a ticket is due; paused and ended ones are not. */
export function dueNameOf(ticket: Ticket, nowMs: number): DueName {
  if (ticket.statusCategory === 'solved' || ticket.statusCategory === 'closed') return 'done'
  const next = nextClock(ticket.sla)
  if (next?.clock.state === 'paused' || ticket.statusCategory === 'waiting' || ticket.statusCategory === 'hold')
    return 'paused'
  const dueMs = dueMsOf(ticket)
  if (dueMs === Number.POSITIVE_INFINITY) return 'none'
  if (dueMs - nowMs <= hourMs) return 'hour'
  return isSameDay(dueMs, nowMs) ? 'today' : 'later'
}

/**
 * Next due first, then priority, then the one that waits longest; paused and done come last, of these the last changed
 * first (helpdesk.md 5.2).
 */
export function inDueOrder(tickets: readonly Ticket[], nowMs: number): Ticket[] {
  const placed = tickets.map((ticket) => ({ ticket, place: dueNames.indexOf(dueNameOf(ticket, nowMs)) }))
  const byDue = (a: Ticket, b: Ticket) => {
    const [dueA, dueB] = [dueMsOf(a), dueMsOf(b)]
    if (dueA !== dueB) return dueA < dueB ? -1 : 1
    return ranks[a.priority] - ranks[b.priority] || Date.parse(a.createdAt) - Date.parse(b.createdAt)
  }
  const newestFirst = (a: Ticket, b: Ticket) => Date.parse(b.updatedAt) - Date.parse(a.updatedAt)
  return placed
    .sort((a, b) => a.place - b.place || (dueNames[a.place] === 'done' ? newestFirst : byDue)(a.ticket, b.ticket))
    .map(({ ticket }) => ticket)
}

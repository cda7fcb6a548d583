import type { Ticket } from '@switchyard/sdk'
import { nextClock } from '../../ui/sla.ts'
import { isSameDay } from '../../ui/time.ts'

export type GroupName = 'hour' | 'today' | 'later' | 'none' | 'paused' | 'done'
export interface Group {
  name: GroupName
  tickets: Ticket[]
}

const hourMs = 3_600_000
const order: GroupName[] = ['hour', 'today', 'later', 'none', 'paused', 'done']
const ranks = { critical: 0, high: 1, normal: 2, low: 3 } as const

function dueMsOf(ticket: Ticket): number {
  const dueAt = nextClock(ticket.sla)?.clock.dueAt ?? ticket.sla?.nextDueAt
  return dueAt ? Date.parse(dueAt) : Number.POSITIVE_INFINITY
}

function groupOf(ticket: Ticket, nowMs: number): GroupName {
  if (ticket.statusCategory === 'solved' || ticket.statusCategory === 'closed') return 'done'
  const next = nextClock(ticket.sla)
  if (next?.clock.state === 'paused' || ticket.statusCategory === 'waiting' || ticket.statusCategory === 'hold')
    return 'paused'
  const dueMs = dueMsOf(ticket)
  if (dueMs === Number.POSITIVE_INFINITY) return 'none'
  if (dueMs - nowMs <= hourMs) return 'hour'
  return isSameDay(dueMs, nowMs) ? 'today' : 'later'
}

/** Next due first, then priority, then the one that waits longest; paused and done come last (helpdesk.md 5.2). */
export function dueGroups(tickets: readonly Ticket[], nowMs: number): Group[] {
  const groups = new Map<GroupName, Ticket[]>()
  for (const ticket of tickets) {
    const name = groupOf(ticket, nowMs)
    groups.set(name, [...(groups.get(name) ?? []), ticket])
  }
  const byDue = (a: Ticket, b: Ticket) => {
    const [dueA, dueB] = [dueMsOf(a), dueMsOf(b)]
    if (dueA !== dueB) return dueA < dueB ? -1 : 1
    return ranks[a.priority] - ranks[b.priority] || Date.parse(a.createdAt) - Date.parse(b.createdAt)
  }
  const newestFirst = (a: Ticket, b: Ticket) => Date.parse(b.updatedAt) - Date.parse(a.updatedAt)
  return order.flatMap((name) => {
    const members = groups.get(name)
    return members ? [{ name, tickets: members.sort(name === 'done' ? newestFirst : byDue) }] : []
  })
}

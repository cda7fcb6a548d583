import type { Priority } from '../workflow/priority.ts'
import type { SlaPolicy } from '../workflow/snapshot.ts'
import type { Clock, ClockChange, ClockMetric, LedgerEntry, LedgerKind, OpenedBy } from './clock.ts'
import { planSteps } from './plan-steps.ts'
import { newClock, type Promised } from './run-clock.ts'

/**
 * The clocks a ticket begins with: first response, resolution and the ownership of its queue, from creation (helpdesk.md
 * 2.2). Next response, periodic update and a partner's response begin later; a ticket that an agent opened by writing to its customer has no first response until the
 * customer writes, and is to be kept up to date from that first word on.
 */
export function startClocks(
  policy: SlaPolicy,
  ticket: {
    readonly priority: Priority
    readonly createdAt: number
    readonly queue: string
    readonly openedBy?: OpenedBy
  },
): ClockChange {
  const first: ClockMetric = ticket.openedBy === 'agent' ? 'periodicUpdate' : 'firstResponse'
  const metrics: readonly ClockMetric[] = [first, 'resolution', 'ownership']
  const clocks: Clock[] = []
  for (const metric of metrics) {
    const promise = promiseOf(policy, ticket.priority, metric)
    if (promise !== null) clocks.push(inQueue(newClock(metric, 1, promise, ticket.createdAt), ticket.queue))
  }
  return {
    clocks,
    ledger: clocks.map((clock) => entryOf(clock, 'start', ticket.createdAt, null)),
    steps: clocks.flatMap((clock) => planSteps(clock, policy, policy.calendar)),
    passed: [],
    nextDueAt: nextDueAt(clocks),
  }
}

/** A clock with the queue that has the ticket, where that is what it measures. */
export function inQueue(clock: Clock, queue: string): Clock {
  return clock.metric === 'ownership' ? { ...clock, queue } : clock
}

/** What a policy promises for a metric; null where that is nothing. */
export function promiseOf(policy: SlaPolicy, priority: Priority, metric: ClockMetric): Promised | null {
  const { slug, calendar, targets, inDays } = policy
  const targetMs = targets[priority][metric]
  return targetMs === undefined ? null : { policy: slug, calendar, targetMs, inDays: inDays[priority].has(metric) }
}

/** The ledger line of what just happened to a clock. */
export function entryOf(clock: Clock, kind: LedgerKind, at: number, reason: string | null): LedgerEntry {
  const { metric, instance, policy, calendar, targetMs, inDays, override, dueAt } = clock
  const entry = { metric, instance, at, kind, policy, calendar, targetMs, ...(inDays && { inDays }), reason }
  return override === undefined || dueAt === null ? entry : { ...entry, dueAt }
}

/** The earliest due time of the running clocks, past ones included; null when none runs. */
export function nextDueAt(clocks: readonly Clock[]): number | null {
  let earliest: number | null = null
  for (const { runningSince, dueAt } of clocks) {
    if (runningSince !== null && dueAt !== null && (earliest === null || dueAt < earliest)) earliest = dueAt
  }
  return earliest
}

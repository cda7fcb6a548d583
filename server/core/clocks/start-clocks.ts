import type { Priority } from '../workflow/priority.ts'
import type { SlaPolicy } from '../workflow/snapshot.ts'
import type { Clock, ClockChange, ClockMetric, LedgerEntry, LedgerKind, OpenedBy } from './clock.ts'
import { planSteps } from './plan-steps.ts'
import { newClock } from './run-clock.ts'

/**
 * The clocks a ticket begins with: first response and resolution, from creation (helpdesk.md 2.2). Next response and
 * periodic update begin later; a ticket that an agent opened by writing to its customer has no first response until the
 * customer writes, and is to be kept up to date from that first word on.
 */
export function startClocks(
  policy: SlaPolicy,
  ticket: { readonly priority: Priority; readonly createdAt: number; readonly openedBy?: OpenedBy },
): ClockChange {
  const targets = policy.targets[ticket.priority]
  const first: ClockMetric = ticket.openedBy === 'agent' ? 'periodicUpdate' : 'firstResponse'
  const metrics: readonly ClockMetric[] = [first, 'resolution']
  const clocks: Clock[] = []
  for (const metric of metrics) {
    const targetMs = targets[metric]
    if (targetMs === undefined) continue
    const promise = { policy: policy.slug, calendar: policy.calendar, targetMs }
    clocks.push(newClock(metric, 1, promise, ticket.createdAt))
  }
  return {
    clocks,
    ledger: clocks.map((clock) => entryOf(clock, 'start', ticket.createdAt, null)),
    steps: clocks.flatMap((clock) => planSteps(clock, policy, policy.calendar)),
    nextDueAt: nextDueAt(clocks),
  }
}

/** The ledger line of what just happened to a clock. */
export function entryOf(clock: Clock, kind: LedgerKind, at: number, reason: string | null): LedgerEntry {
  const { metric, instance, policy, calendar, targetMs, override, dueAt } = clock
  const entry = { metric, instance, at, kind, policy, calendar, targetMs, reason }
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

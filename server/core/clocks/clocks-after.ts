import type { ClockEvent, ClocksOfTicket } from './clock-event.ts'
import { changeClocks } from './change-clocks.ts'
import type { Clock, ClockChange, LedgerEntry } from './clock.ts'
import { clockMetrics, isInternal } from './clock.ts'
import { hasEnded } from '../lifecycle/lifecycle.ts'
import { isActive, isCalledOff, isGivenUp, type Promised, run } from './run-clock.ts'
import { entryOf, startClocks } from './start-clocks.ts'

/** What clocks hear of a ticket whatever they promise. */
export type HeardEvent = Extract<
  ClockEvent,
  { kind: 'status' | 'customer_message' | 'agent_reply' | 'queue' | 'partner' | 'cancelled' | 'restored' }
>

/** What was heard of a ticket before, oldest first; null = it was not looked at. */
export type Past = readonly HeardEvent[] | null

type NewPromise = Extract<ClockEvent, { kind: 'priority' | 'policy' }>

/**
 * What an event does to the clocks of a ticket, and which begin by it: a new priority or policy may promise what nothing
 * promised before. Such a clock counts from the beginning, without the time it would have stood still; one that was
 * called off for want of a promise counts on with what was left (helpdesk.md 2.2, "attached late"). Nothing begins while
 * the past was not looked at.
 */
export function clocksAfter(ticket: ClocksOfTicket, event: ClockEvent, past: Past): ClockChange {
  const change = changeClocks(ticket, event)
  if (!isPromise(event) || past === null || hasEnded(ticket.category)) return change
  const promised = event.kind === 'policy' ? { policy: event.to } : { priority: event.to }
  const after = { ...ticket, ...promised, clocks: change.clocks }
  const begun = beginMissing(after, event, past)
  if (begun.length === 0) return change
  const isBegun = (clock: Clock) => begun.some(({ clock: one }) => isSame(one, clock))
  const clocks = [...change.clocks.filter((clock) => !isBegun(clock)), ...begun.map(({ clock }) => clock)]
  // What begins stands still at once where the ticket waits.
  const settled = changeClocks({ ...after, clocks }, { kind: 'status', to: ticket.category, at: event.at })
  const { passed } = change
  return { ...settled, passed, ledger: [...change.ledger, ...begun.flatMap(({ ledger }) => ledger), ...settled.ledger] }
}

/** Whether an event may begin clocks: what is promised changes by it. */
export function isPromise(event: ClockEvent): event is NewPromise {
  return event.kind === 'priority' || event.kind === 'policy'
}

interface BegunClock {
  readonly clock: Clock
  readonly ledger: readonly LedgerEntry[]
}

/** Of each metric that is promised and waits for nothing: what it would wait for had it been promised all along. */
function beginMissing(ticket: ClocksOfTicket, event: NewPromise, past: readonly HeardEvent[]): BegunClock[] {
  const retold = retell(ticket, past, event.at)
  const { slug: policy, calendar } = ticket.policy
  return clockMetrics.flatMap((metric): BegunClock[] => {
    const known = ticket.clocks.filter((clock) => clock.metric === metric)
    const open = retold.clocks.findLast((clock) => clock.metric === metric && isActive(clock))
    if (open === undefined || known.some(isActive)) return []
    const latest = known.at(-1)
    if (latest === undefined) return [attachedLate(open, { ...retold, instance: 1, event })]
    if (isGivenUp(latest)) return []
    // Of the moves between queues only the last is known for sure: whose clock was called off is asked, not since when.
    const isSameWait = metric === 'ownership' ? latest.queue === open.queue : latest.startedAt === open.startedAt
    if (isCalledOff(latest) && isSameWait)
      return [goingOn(latest, { policy, calendar, targetMs: open.targetMs, inDays: open.inDays ?? false }, event)]
    const isNext = metric === 'nextResponse' || metric === 'periodicUpdate'
    const isLater = open.startedAt > (latest.metAt ?? latest.startedAt)
    if (!isInternal(metric) && !(isNext && isLater)) return []
    return [attachedLate(open, { ...retold, instance: latest.instance + 1, event })]
  })
}

/** The clocks there would be by the promise there is now, had the past happened under it. */
function retell(
  ticket: ClocksOfTicket,
  past: readonly HeardEvent[],
  at: number,
): Pick<ClockChange, 'clocks' | 'ledger'> {
  const { policy, priority, createdAt, queue, openedBy = 'customer', category, isWithPartner } = ticket
  const start = startClocks(policy, { priority, createdAt, queue, openedBy })
  const ledger = [...start.ledger]
  let told: ClocksOfTicket = { ...ticket, clocks: start.clocks, category: 'new' }
  const now = [
    { kind: 'status', to: category, at },
    { kind: 'partner', isAwaited: isWithPartner, at },
  ] as const
  for (const event of [...past, ...now]) {
    const change = changeClocks(told, event)
    ledger.push(...change.ledger)
    told = { ...told, clocks: change.clocks, category: event.kind === 'status' ? event.to : told.category }
  }
  return { clocks: told.clocks, ledger }
}

function attachedLate(
  open: Clock,
  { ledger, instance, event }: { ledger: readonly LedgerEntry[]; instance: number; event: NewPromise },
): BegunClock {
  const isLate = open.startedAt < event.at
  const own = ledger.filter((entry) => isSame(entry, open))
  const begun = {
    clock: { ...open, instance, attachedLate: isLate },
    ledger: own.map((entry) => {
      const reason = isLate && entry.kind === 'start' ? 'attached_late' : entry.reason
      return { ...entry, instance, reason }
    }),
  }
  return event.kind === 'priority' && open.breachedAt !== null ? dueAtOnce(begun, event.at) : begun
}

/** A higher priority is broken from now on at the earliest, as it is for clocks that ran before it. */
function dueAtOnce({ clock, ledger }: BegunClock, at: number): BegunClock {
  const isPaused = clock.runningSince === null
  const state = isPaused ? 'paused' : 'running'
  const due: Clock = { ...clock, breachedAt: null, overdueMs: undefined, state, dueAt: isPaused ? null : at }
  const rest = ledger.filter(({ kind }) => kind !== 'breach')
  return { clock: due, ledger: [...rest, entryOf(due, 'retarget', at, 'priority')] }
}

function goingOn(calledOff: Clock, promise: Promised, { kind, at }: NewPromise): BegunClock {
  const clock = run({ ...calledOff, cancelReason: null }, promise, at)
  return { clock, ledger: [entryOf(clock, 'resume', at, kind)] }
}

function isSame(one: Pick<Clock, 'metric' | 'instance'>, other: Pick<Clock, 'metric' | 'instance'>): boolean {
  return one.metric === other.metric && one.instance === other.instance
}

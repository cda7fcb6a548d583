import type { Calendar } from '../calendars/calendar.ts'
import type { StatusCategory } from '../lifecycle/lifecycle.ts'
import type { Priority } from '../workflow/priority.ts'
import type { SlaPolicy } from '../workflow/snapshot.ts'
import type { ClockEvent, ClocksOfTicket, OneClock } from './clock-event.ts'
import type { Clock, ClockActor, ClockChange, ClockMetric, LedgerEntry, PlannedStep } from './clock.ts'
import { clockMetrics } from './clock.ts'
import { isOverridden, keepDue, overrideDue, refusesOverride, withoutOverride } from './override-due.ts'
import { passedSteps, planSteps } from './plan-steps.ts'
import { hasEnded } from '../lifecycle/lifecycle.ts'
import {
  countUpTo,
  end,
  fulfil,
  isActive,
  newClock,
  pause,
  run,
  type Promised,
  settle,
  standsStill,
} from './run-clock.ts'
import { entryOf, inQueue, nextDueAt, promiseOf } from './start-clocks.ts'

/** What an event does to the clocks a ticket has, by the "adopt" rules of helpdesk.md 2.2. */
export function changeClocks(ticket: ClocksOfTicket, event: ClockEvent): ClockChange {
  const change = new Change(ticket, event)
  change.settleAll(event.kind === 'time' ? 'counts' : 'not-yet')
  switch (event.kind) {
    case 'status':
      changeStatus(change, event.to)
      break
    case 'customer_message':
      hearCustomer(change)
      break
    case 'agent_reply':
      hearAgent(change)
      break
    case 'priority':
      change.retarget(ticket.policy, event.to, 'priority')
      break
    case 'policy':
      change.retarget(event.to, ticket.priority, 'policy')
      change.pauseOrResume(ticket.category, 'policy')
      break
    case 'queue':
      changeQueue(change, event.to)
      break
    case 'partner':
      if (!event.isAwaited) change.fulfil(['partnerResponse'], 'partner')
      else if (!change.isWaitingFor('partnerResponse')) change.start('partnerResponse')
      break
    case 'cancelled':
      change.endAll(clockMetrics, 'cancelled', event.reason)
      break
    case 'restored':
      change.restore(event.reason)
      break
    case 'override':
      change.override(event)
      break
    case 'override_undone':
      change.undoOverride(event)
      break
    case 'time':
      break
  }
  return change.result()
}

function changeStatus(change: Change, to: StatusCategory): void {
  const { ticket } = change
  const wasEnded = hasEnded(ticket.category)
  if (hasEnded(to)) {
    if (wasEnded) return
    change.fulfil(['resolution', 'nextResponse', 'ownership', 'partnerResponse'], to)
    change.endAll(['firstResponse'], 'not_applicable', 'no_reply')
    change.endAll(['periodicUpdate'], 'cancelled', to)
    return
  }
  if (wasEnded) {
    change.reopenResolution()
    // What was merged away counts on as it was.
    const last = change.latest('ownership')
    if (last === null || last.metAt !== null) change.start('ownership')
  }
  change.pauseOrResume(to, to)
}

/** Each queue answers for its own time: that of the next begins anew. */
function changeQueue(change: Change, to: string): void {
  change.fulfil(['ownership'], 'queue')
  if (!hasEnded(change.ticket.category)) change.start('ownership', to)
}

function hearCustomer(change: Change): void {
  const { ticket } = change
  const first = change.latest('firstResponse')
  if (first === null && ticket.openedBy === 'agent' && change.targetOf('firstResponse') !== undefined) {
    change.start('firstResponse')
    return
  }
  const isFirstDone = first === null || !isActive(first)
  if (isFirstDone && !change.isWaitingFor('nextResponse')) change.start('nextResponse')
}

function hearAgent(change: Change): void {
  change.fulfil(['firstResponse', 'nextResponse', 'periodicUpdate'], 'reply')
  if (!hasEnded(change.ticket.category)) change.start('periodicUpdate')
}

/** Builds up what one event does: the clocks, and a ledger line for each thing that happened to one. */
class Change {
  readonly ticket: ClocksOfTicket
  readonly at: number
  policy: SlaPolicy
  priority: Priority
  clocks: Clock[]
  readonly #ledger: LedgerEntry[] = []
  readonly #by: ClockActor | undefined
  #passed: readonly PlannedStep[] = []

  constructor(ticket: ClocksOfTicket, event: ClockEvent) {
    this.ticket = ticket
    this.at = event.at
    this.#by = 'by' in event ? event.by : undefined
    this.policy = ticket.policy
    this.priority = ticket.priority
    this.clocks = [...ticket.clocks]
  }

  latest(metric: ClockMetric): Clock | null {
    return this.clocks.findLast((clock) => clock.metric === metric) ?? null
  }

  isWaitingFor(metric: ClockMetric): boolean {
    return this.clocks.some((clock) => clock.metric === metric && isActive(clock))
  }

  targetOf(metric: ClockMetric): number | undefined {
    return this.policy.targets[this.priority][metric]
  }

  settleAll(atDue: 'counts' | 'not-yet'): void {
    this.clocks = this.clocks.map((clock) => this.#settled(clock, atDue))
    this.#passed = this.clocks.flatMap((clock) =>
      passedSteps(clock, this.policy, { calendar: this.#calendarOf(clock), at: this.at, atDue }),
    )
  }

  start(metric: ClockMetric, queue = this.ticket.queue): void {
    const promise = promiseOf(this.policy, this.priority, metric)
    if (promise === null) return
    const instance = (this.latest(metric)?.instance ?? 0) + 1
    const started = inQueue(newClock(metric, instance, promise, this.at), queue)
    this.#ledger.push(entryOf(started, 'start', this.at, null))
    this.clocks.push(started)
    this.#pause([metric], this.ticket.category)
  }

  fulfil(metrics: readonly ClockMetric[], reason: string): void {
    this.#each(metrics, isActive, 'fulfil', reason, (clock) => fulfil(clock, this.#calendarOf(clock), this.at))
  }

  /** Lets each clock stand still or go on as the policy says for a category; what stands still says why by that. */
  pauseOrResume(category: StatusCategory, reason: string): void {
    this.#pause(clockMetrics, category)
    const goesOn = (clock: Clock) => clock.pausedAt !== null && !standsStill(this.policy, clock.metric, category)
    this.#each(clockMetrics, goesOn, 'resume', reason, (clock) => run(clock, this.#promiseOf(clock), this.at))
  }

  endAll(metrics: readonly ClockMetric[], state: 'cancelled' | 'not_applicable', reason: string): void {
    const kind = state === 'cancelled' ? 'cancel' : 'not_applicable'
    this.#each(metrics, isActive, kind, reason, (clock) =>
      end(clock, this.#calendarOf(clock), this.at, { state, reason }),
    )
  }

  /** Counts on with what was left when it was cancelled, or waits on; the time between does not count. */
  restore(reason: string): void {
    const isCancelled = (clock: Clock) => clock.cancelReason === reason && clock.metAt === null && !isActive(clock)
    this.#each(clockMetrics, isCancelled, 'resume', reason, (clock) =>
      run({ ...clock, cancelReason: null }, this.#promiseOf(clock), this.at),
    )
    this.#pause(clockMetrics, this.ticket.category)
  }

  /** The solved interval does not count; the verdict so far is given again when the ticket is solved anew. */
  reopenResolution(): void {
    const last = this.latest('resolution')
    const isLast = (clock: Clock) => clock === last && clock.metAt !== null
    this.#each(['resolution'], isLast, 'resume', 'reopened', (clock) => run(clock, this.#promiseOf(clock), this.at))
  }

  /**
   * Keeps what has elapsed, swaps policy, calendar and target, and never erases an earlier breach. A due time set by hand
   * stays what it is, also where nothing is promised any more.
   */
  retarget(policy: SlaPolicy, priority: Priority, reason: string): void {
    this.policy = policy
    this.priority = priority
    const isDropped = (clock: Clock) =>
      isActive(clock) && !isOverridden(clock) && this.targetOf(clock.metric) === undefined
    this.#each(clockMetrics, isDropped, 'cancel', reason, (clock) =>
      end(clock, this.#calendarOf(clock), this.at, { state: 'cancelled', reason }),
    )
    this.#each(clockMetrics, isActive, 'retarget', reason, (clock) => this.#promised(clock))
  }

  override(event: Extract<ClockEvent, { kind: 'override' }>): void {
    const { dueAt, by, reason } = event
    if (dueAt <= this.at) return
    const takes = (clock: Clock) => clock.instance === event.instance && refusesOverride(clock) === null
    this.#each([event.metric], takes, 'override', reason, (clock) =>
      overrideDue(clock, this.#calendarOf(clock), this.at, { dueAt, by, reason, at: this.at }),
    )
  }

  /** Back to what the policy says, with what has elapsed; called off where it says nothing. */
  undoOverride({ metric, instance }: OneClock): void {
    const isIt = (clock: Clock) => clock.instance === instance && isOverridden(clock) && clock.breachedAt === null
    const isOpen = (clock: Clock) => isIt(clock) && isActive(clock)
    this.#each([metric], isOpen, 'override_undone', null, (clock) => this.#promised(withoutOverride(clock)))
    if (this.targetOf(metric) === undefined) this.endAll([metric], 'cancelled', 'policy')
  }

  result(): ClockChange {
    const steps = this.clocks.flatMap((clock) => planSteps(clock, this.policy, this.#calendarOf(clock)))
    return { clocks: this.clocks, ledger: this.#ledger, steps, passed: this.#passed, nextDueAt: nextDueAt(this.clocks) }
  }

  /** A clock that waits on, by the policy and priority there are now. */
  #promised(clock: Clock): Clock {
    const { slug, calendar } = this.policy
    const counted = countUpTo(clock, this.#calendarOf(clock), this.at)
    const own = { ...this.#promiseOf(clock), policy: slug, calendar }
    const promise = isOverridden(clock) ? own : (promiseOf(this.policy, this.priority, clock.metric) ?? own)
    const { targetMs, inDays } = promise
    if (clock.runningSince === null)
      return { ...counted, policy: slug, calendar: calendar.name, targetMs, inDays: inDays || undefined }
    if (isOverridden(counted)) return keepDue({ ...counted, policy: slug, calendar: calendar.name }, calendar, this.at)
    return run(counted, promise, this.at)
  }

  #pause(metrics: readonly ClockMetric[], category: StatusCategory): void {
    const stops = (clock: Clock) => clock.runningSince !== null && standsStill(this.policy, clock.metric, category)
    this.#each(metrics, stops, 'pause', category, (clock) => pause(clock, this.#calendarOf(clock), this.at))
  }

  #settled(clock: Clock, atDue: 'counts' | 'not-yet'): Clock {
    const settled = settle(clock, this.at, atDue)
    if (settled !== clock) this.#ledger.push(entryOf(settled, 'breach', settled.breachedAt ?? this.at, null))
    return settled
  }

  #calendarOf(clock: Clock): Calendar {
    return this.ticket.calendars.get(clock.calendar) ?? this.policy.calendar
  }

  #promiseOf(clock: Clock): Promised {
    const { policy, targetMs, inDays = false } = clock
    return { policy, calendar: this.#calendarOf(clock), targetMs, inDays }
  }

  #each(
    metrics: readonly ClockMetric[],
    applies: (clock: Clock) => boolean,
    ...[kind, reason, change]: [LedgerEntry['kind'], string | null, (clock: Clock) => Clock]
  ): void {
    this.clocks = this.clocks.map((clock) => {
      if (!metrics.includes(clock.metric) || !applies(clock)) return clock
      const changed = change(clock)
      const entry = entryOf(changed, kind, this.at, reason)
      this.#ledger.push(this.#by === undefined ? entry : { ...entry, by: this.#by })
      return changed
    })
  }
}

import {
  type ClockChange,
  type ClockEvent,
  clocksAfter,
  type ClocksOfTicket,
  type HeardEvent,
  type OpenedBy,
  type Past,
  pointOfWarning,
  type StepPoint,
} from '../../core/clocks/index.ts'
import type { StatusCategory } from '../../core/lifecycle/index.ts'
import type { EscalationStep, Priority, SlaPolicy, WorkflowSnapshot } from '../../core/workflow/index.ts'
import type { Context, Tx } from '../../platform/context.ts'
import { armTimer, disarmTimer } from '../timers/index.ts'
import { loadClocks, saveClocks } from './clock-store.ts'
import { readPast } from './read-past.ts'
import { type DatedClocks, mayHaveClocks, upToDate } from './up-to-date.ts'
import { type FiredStep, fireSteps, mergeChange, nextStepAt, type StoredClock } from './stored-clock.ts'

/** What the clocks of a ticket depend on, as it was before the events. */
export interface TimedTicket {
  readonly id: string
  readonly slaPolicy: string | null
  readonly priority: Priority
  readonly queue: string
  readonly status: string
  readonly statusCategory: StatusCategory
  readonly createdAt: number
  readonly openedBy: OpenedBy
  readonly lifecycle: string
}

export interface AppliedClocks {
  readonly clocks: readonly StoredClock[]
  readonly nextDueAt: number | null
  /** Clocks that ended well by these events, and those that were found breached. */
  readonly met: readonly StoredClock[]
  readonly breached: readonly StoredClock[]
  /** Warnings and escalation steps that fired, each once for its clock. */
  readonly warned: readonly FiredWarning[]
  readonly escalated: readonly FiredEscalation[]
}

/** A warning that has just fired, with the point of its clock at which it does. */
export interface FiredWarning extends FiredStep {
  readonly point: StepPoint
}

/** An escalation step that has just fired, as its policy says it. */
export interface FiredEscalation {
  readonly fired: FiredStep
  readonly step: EscalationStep
}

/** What events make of the clocks of a ticket, decided and not yet kept. */
export interface DecidedClocks extends AppliedClocks {
  /** When the ticket's timer is to ring; null = never. */
  readonly timerAt: number | null
  /** False when nothing happened to any of them. */
  readonly isChanged: boolean
}

/**
 * Lets events act on clocks that were read under the ticket's lock. None begins late by them: who keeps what comes of it
 * has asked `isPromisedAnew` before. Null when the ticket has no policy.
 */
export function decideClocks(input: {
  ticket: TimedTicket
  workflow: WorkflowSnapshot
  events: readonly ClockEvent[]
  clocks: readonly StoredClock[]
}): DecidedClocks | null {
  const dated = upToDate(input)
  return dated === null ? null : decide(input.clocks, dated, null)
}

function decide(before: readonly StoredClock[], dated: DatedClocks, past: Past): DecidedClocks {
  let facts: Omit<ClocksOfTicket, 'clocks'> = dated.facts
  let stored: readonly StoredClock[] = before
  let change: ClockChange | null = null
  let isChanged = false
  const warned: FiredWarning[] = []
  const escalated: FiredEscalation[] = []
  const heard: HeardEvent[] = []
  for (const event of dated.events) {
    const known = past === null ? null : [...past, ...heard]
    change = clocksAfter({ ...facts, clocks: stored.map((one) => one.clock) }, event, known)
    const firing = fireSteps(mergeChange(stored, change), change.passed)
    stored = firing.stored
    warned.push(...warningsOf(firing.fired))
    escalated.push(...escalationsOf(firing.fired, facts.policy))
    // Whatever else happens to a clock stands in its ledger.
    isChanged ||= change.ledger.length > 0 || firing.fired.length > 0
    facts = afterEvent(facts, event)
    // What is not in the log yet belongs to what clocks would have heard, too.
    if (event.kind === 'queue') heard.push(event)
  }
  const changedTo = (state: 'metAt' | 'breachedAt') =>
    stored.filter((one) => one.clock[state] !== null && before.find((old) => old.id === one.id)?.clock[state] == null)
  return {
    clocks: stored,
    nextDueAt: change?.nextDueAt ?? null,
    met: changedTo('metAt').filter((one) => one.clock.state === 'met'),
    breached: changedTo('breachedAt'),
    warned,
    escalated,
    timerAt: nextStepAt(stored, change?.steps ?? []),
    isChanged,
  }
}

/**
 * Lets events act on the clocks of a ticket that this transaction has locked, keeps the result and moves the ticket's
 * timer. Null when the ticket has no policy.
 */
export async function applyClockEvents(
  tx: Tx,
  context: Context,
  input: {
    ticket: TimedTicket
    workflow: WorkflowSnapshot
    events: readonly ClockEvent[]
    /** The clocks, where this transaction has read them under its lock. */
    clocks?: readonly StoredClock[] | undefined
  },
): Promise<AppliedClocks | null> {
  const { ticket, workflow, events } = input
  if (!mayHaveClocks(input)) return null
  const clocks = input.clocks ?? (await loadClocks(tx, context.workspace.id, ticket.id))
  const dated = upToDate({ ticket, workflow, events, clocks })
  if (dated === null) return null
  const past = await readPast(tx, context, { ticket, workflow, events: dated.events })
  const decided = decide(clocks, dated, past)
  // Time has taken the timer that rang; after anything else it still waits for what it did.
  if (!decided.isChanged && events.every(({ kind }) => kind !== 'time')) return decided
  // Sent at once and carried out one after the other.
  await Promise.all([
    saveClocks(tx, context.workspace.id, ticket.id, decided.clocks),
    moveTimer(tx, context, { ticketId: ticket.id, at: decided.timerAt }),
  ])
  return decided
}

function warningsOf(fired: readonly FiredStep[]): FiredWarning[] {
  return fired.flatMap((one) => {
    const point = pointOfWarning(one.step)
    return point === null ? [] : [{ ...one, point }]
  })
}

function escalationsOf(fired: readonly FiredStep[], { escalations }: SlaPolicy): FiredEscalation[] {
  return fired.flatMap((one) => {
    const step = escalations.find(({ slug }) => one.step === `escalation:${slug}`)
    return step === undefined ? [] : [{ fired: one, step }]
  })
}

function afterEvent(facts: Omit<ClocksOfTicket, 'clocks'>, event: ClockEvent): Omit<ClocksOfTicket, 'clocks'> {
  if (event.kind === 'status') return { ...facts, category: event.to }
  if (event.kind === 'priority') return { ...facts, priority: event.to }
  if (event.kind === 'policy') return { ...facts, policy: event.to }
  if (event.kind === 'queue') return { ...facts, queue: event.to }
  if (event.kind === 'partner') return { ...facts, isWithPartner: event.isAwaited }
  return facts
}

async function moveTimer(tx: Tx, context: Context, timer: { ticketId: string; at: number | null }): Promise<void> {
  const subject = { kind: 'sla', subjectId: timer.ticketId } as const
  if (timer.at === null) await disarmTimer(tx, context.workspace.id, subject)
  else await armTimer(tx, context.workspace.id, { ...subject, dueAt: timer.at })
}

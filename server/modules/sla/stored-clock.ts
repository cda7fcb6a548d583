import type { Clock, ClockChange, LedgerEntry } from '../../core/clocks/index.ts'
import { newId } from '../../platform/ids.ts'
import type { NewClockRow } from './clock-rows-store.ts'

/** A clock as kept: its state, everything that happened to it, and the steps that have fired. */
export interface StoredClock {
  readonly id: string
  readonly clock: Clock
  readonly ledger: readonly LedgerEntry[]
  readonly fired: readonly string[]
}

/** The part of a stored clock that no query asks for. */
export type ClockDetail = Omit<StoredClock, 'id'>

/** The rows of a new ticket's first clocks. */
export function newClockRows(ticketId: string, change: ClockChange): Omit<NewClockRow, 'place'>[] {
  return change.clocks.map((clock) => ({
    id: newId(),
    ticket_id: ticketId,
    metric: clock.metric,
    policy: clock.policy,
    queue: clock.queue ?? null,
    state: clock.state,
    target_ms: clock.targetMs,
    due_at: clock.dueAt === null ? null : new Date(clock.dueAt),
    detail: JSON.stringify(detailOf(clock, change.ledger, [])),
  }))
}

/** Brings stored clocks to what a change made of them; new ones get an id. */
export function mergeChange(stored: readonly StoredClock[], change: ClockChange): StoredClock[] {
  return change.clocks.map((clock) => {
    const before = stored.find((one) => isSame(one.clock, clock))
    const ledger = [...(before?.ledger ?? []), ...change.ledger.filter((entry) => isSame(entry, clock))]
    return { id: before?.id ?? newId(), clock, ledger, fired: before?.fired ?? [] }
  })
}

/** Those that are new or to which something has happened since: it stands in the ledger, or among the steps that fired. */
export function changedClocks(now: readonly StoredClock[], before: readonly StoredClock[]): StoredClock[] {
  return now.filter(({ id, ledger, fired }) => {
    const old = before.find((one) => one.id === id)
    return old === undefined || old.ledger.length !== ledger.length || old.fired.length !== fired.length
  })
}

/** The earliest step that has not fired yet, or null when nothing is left to wait for. */
export function nextStepAt(stored: readonly StoredClock[], steps: ClockChange['steps']): number | null {
  const left = steps.filter((step) => !stored.some((one) => isSame(one.clock, step) && one.fired.includes(step.step)))
  return left.length === 0 ? null : Math.min(...left.map((step) => step.fireAt))
}

/** A step that has just fired, of the clock it belongs to. */
export interface FiredStep {
  readonly clockId: string
  readonly clock: Clock
  /** `warning:75`, or `escalation:` and its slug. */
  readonly step: string
}

/** Marks the steps that were passed, each once for its clock, so that no restart and no change fires one twice. */
export function fireSteps(
  stored: readonly StoredClock[],
  passed: ClockChange['passed'],
): { stored: StoredClock[]; fired: FiredStep[] } {
  const fired: FiredStep[] = []
  const marked = stored.map((one) => {
    const due = passed.filter((step) => isSame(one.clock, step) && !one.fired.includes(step.step))
    fired.push(...due.map(({ step }) => ({ clockId: one.id, clock: one.clock, step })))
    return due.length === 0 ? one : { ...one, fired: [...one.fired, ...due.map((step) => step.step)] }
  })
  return { stored: marked, fired }
}

function detailOf(clock: Clock, ledger: readonly LedgerEntry[], fired: readonly string[]): ClockDetail {
  return { clock, ledger: ledger.filter((entry) => isSame(entry, clock)), fired }
}

function isSame(one: Pick<Clock, 'metric' | 'instance'>, other: Pick<Clock, 'metric' | 'instance'>): boolean {
  return one.metric === other.metric && one.instance === other.instance
}

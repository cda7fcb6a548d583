/** What a clock measures (helpdesk.md 2.2). */
export const clockMetrics = ['firstResponse', 'nextResponse', 'periodicUpdate', 'resolution'] as const

export type ClockMetric = (typeof clockMetrics)[number]

/** Who spoke first on a ticket: its customer, or an agent who wrote to the customer. */
export type OpenedBy = 'customer' | 'agent'

export type ClockState = 'running' | 'paused' | 'met' | 'breached' | 'cancelled' | 'not_applicable'

/**
 * One instance of one SLA metric on one ticket. Times are epoch ms, `elapsedMs` is working time counted up to
 * `runningSince` (or to the pause). A breached clock keeps running until it is answered; `metAt` then says when.
 */
export interface Clock {
  readonly metric: ClockMetric
  /** 1 for the first of its metric on the ticket, then 2, 3...; with the metric it names the clock within its ticket. */
  readonly instance: number
  readonly policy: string
  readonly calendar: string
  readonly targetMs: number
  readonly startedAt: number
  readonly elapsedMs: number
  /** Since when working time counts; null while paused and once ended. */
  readonly runningSince: number | null
  /** When the target is used up; null while paused (the remaining time is frozen) and once cancelled. */
  readonly dueAt: number | null
  readonly state: ClockState
  readonly metAt: number | null
  readonly breachedAt: number | null
  readonly pausedAt: number | null
  readonly cancelReason: string | null
  /** The policy was attached after the ticket existed; the clock still counts from creation. */
  readonly attachedLate: boolean
}

export type LedgerKind = 'start' | 'pause' | 'resume' | 'fulfil' | 'retarget' | 'breach' | 'cancel' | 'not_applicable'

/** One thing that happened to a clock; the list of them recomputes the clock for any past instant. */
export interface LedgerEntry {
  readonly metric: ClockMetric
  readonly instance: number
  readonly at: number
  readonly kind: LedgerKind
  readonly policy: string
  readonly calendar: string
  readonly targetMs: number
  /** Why: a status category (`waiting`), `priority`, `merged`... */
  readonly reason: string | null
}

/** A timer to set: `step` is `warning:75`, `breach` or the slug of an escalation step. Fired once per instance and step. */
export interface PlannedStep {
  readonly metric: ClockMetric
  readonly instance: number
  readonly step: string
  readonly fireAt: number
}

/** Every clock of a ticket after a change, what was written about it, and the timers that replace the earlier ones. */
export interface ClockChange {
  readonly clocks: readonly Clock[]
  readonly ledger: readonly LedgerEntry[]
  readonly steps: readonly PlannedStep[]
  /** The earliest due time of the running clocks. */
  readonly nextDueAt: number | null
}

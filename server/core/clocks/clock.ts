/** What customers are promised (helpdesk.md 2.2). */
export const customerMetrics = ['firstResponse', 'nextResponse', 'periodicUpdate', 'resolution'] as const

/** What is promised behind the desk: how long a queue has an open ticket, and how long a partner has it to answer. */
export const internalMetrics = ['ownership', 'partnerResponse'] as const

/** What a clock measures. */
export const clockMetrics = [...customerMetrics, ...internalMetrics] as const

export type ClockMetric = (typeof clockMetrics)[number]

/** Whether a promise is kept among teams and partners: no customer and no partner is shown it. */
export function isInternal(metric: string): boolean {
  return internalMetrics.some((one) => one === metric)
}

/** What a target counts: open time, or working days, of which each counts `workingDayMs`. */
export const clockUnits = ['hours', 'days'] as const

export type ClockUnit = (typeof clockUnits)[number]

/** What the target of a clock, or of a line of its ledger, counts. */
export function unitOf({ inDays }: { readonly inDays?: boolean | undefined }): ClockUnit {
  return inDays === true ? 'days' : 'hours'
}

/** Who spoke first on a ticket: its customer, or an agent who wrote to the customer. */
export type OpenedBy = 'customer' | 'agent'

export type ClockState = 'running' | 'paused' | 'met' | 'breached' | 'cancelled' | 'not_applicable'

/** Who set a due time, as an event names its actor. */
export interface ClockActor {
  readonly kind: string
  readonly id: string
}

/** A due time that somebody set by hand. */
export interface DueOverride {
  /** What it was set to; a pause moves it on. */
  readonly dueAt: number
  readonly by: ClockActor
  readonly reason: string
  readonly at: number
}

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
  /** Of an ownership: the queue that has the ticket. */
  readonly queue?: string | undefined
  /** Working time; where it counts days, `workingDayMs` for each working day. */
  readonly targetMs: number
  /** Left out where the target counts hours. */
  readonly inDays?: true | undefined
  readonly startedAt: number
  readonly elapsedMs: number
  /** What has counted in working days, for a target in these; left out while it is what `elapsedMs` says. */
  readonly elapsedDayMs?: number | undefined
  /** Of what has elapsed, what came after the breach; left out until something has. */
  readonly overdueMs?: number | undefined
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
  /** Left out unless the due time was set by hand: priority, policy and hours then no longer move it. */
  readonly override?: DueOverride
}

export const ledgerKinds = [
  'start',
  'pause',
  'resume',
  'fulfil',
  'retarget',
  'breach',
  'cancel',
  'not_applicable',
  'override',
  'override_undone',
] as const

export type LedgerKind = (typeof ledgerKinds)[number]

/** One thing that happened to a clock; the list of them recomputes the clock for any past instant. */
export interface LedgerEntry {
  readonly metric: ClockMetric
  readonly instance: number
  readonly at: number
  readonly kind: LedgerKind
  readonly policy: string
  readonly calendar: string
  readonly targetMs: number
  /** Left out where the target counts hours. */
  readonly inDays?: true
  /** Why: a status category (`waiting`), `priority`, `merged`...; of an override what its author wrote. */
  readonly reason: string | null
  /** The due time set by hand that counts from then on; left out where the target says it. */
  readonly dueAt?: number
  /** Who set it by hand, or undid that. */
  readonly by?: ClockActor
}

/** A timer to set: `step` is `warning:75`, `breach` or `escalation:` and a slug. Fired once per instance and step. */
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
  /** What the clocks had passed when the event came: whoever keeps them fires those that have not fired yet. */
  readonly passed: readonly PlannedStep[]
  /** The earliest due time of the running clocks. */
  readonly nextDueAt: number | null
}

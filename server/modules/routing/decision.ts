import type { DecisionRecord } from '../../core/routing/index.ts'

/** What a decision was: an offer; that nobody can, or nobody will take the task; that it leaves its queue, or waits no longer. */
export type DecisionOutcome = 'offered' | 'exhausted' | 'unroutable' | 'overflowed' | 'expired'

/** One decision of the router and how it came about (routing.md L1); instants in epoch ms. */
export interface Decision {
  readonly id: string
  readonly taskId: string
  readonly agentId: string | null
  /** The number of the last event it took into account. */
  readonly inputSeq: number
  readonly workflowVersion: number
  readonly record: DecisionRecord & {
    readonly outcome: DecisionOutcome
    /** Of an overflow: the step, as queue, condition and target. */
    readonly step?: string
    /** By whose queues the task waited, where that is not the version in force: a change was being rolled out. */
    readonly termsVersion?: number
  }
  readonly createdAt: number
}

/** A decision as it is read back: with the names of its best ranked agents, by id. */
export interface ShownDecision extends Decision {
  readonly names: Readonly<Record<string, string>>
}

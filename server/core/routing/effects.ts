import type { RankingKind } from './config.ts'

/** Why an agent did not get a task: a closed list, which ADR 21 widened by the last two. */
export type RejectReason =
  | 'not_member'
  | 'skill_missing'
  | 'level_low'
  | 'no_capacity'
  | 'presence'
  | 'excluded_declined'
  | 'outranked'
  | 'delayed'
  | 'reserved_elsewhere'
  | 'no_permission'
  | 'outside_hours'
  | 'fairness_cap'
  | 'language_missing'
  | 'search_mismatch'

export type ChoiceReason = 'requirements_met' | 'ranking' | 'history'

export interface Reason<Code extends string> {
  code: Code
  text: string
}

/** An agent who could have taken the task, with the values it was ranked by. */
export interface RankedAgent {
  agentId: string
  values: RankValues
}

/** `value` is the ranking's own figure: idle ms, load share, match 0..1, ms since the last offer, or the expression. */
export interface RankValues {
  value: number
  idleMs: number
  /** Used units / total units. */
  load: number
}

export interface DecisionRecord {
  taskId: string
  /** null = nobody could take it. */
  agentId: string | null
  queueId: string
  now: number
  inputSequence: number
  workflowVersion: string
  rulePath: string[]
  ranking: RankingKind
  /** Best first, the chosen one leading. */
  best: RankedAgent[]
  /** Every other agent of the workspace, counted once under the first reason that applies; sums to agents - chosen. */
  rejects: Partial<Record<RejectReason, number>>
  /** At most three, for the chosen agent. */
  reasons: Reason<ChoiceReason>[]
}

/** A task reserved for an agent in the engine's state. The shell commits it, then feeds `offer.committed` or `claim.lost`. */
export interface Decision {
  kind: 'offer'
  taskId: string
  taskVersion: number
  agentId: string
  queueId: string
  taskKind: string
  units: number
  /** Most tasks of the kind the agent may have at once, this one among them; null = only units count. */
  maxAtOnce: number | null
  expiresAt: number
  /** Written out when it is first read, as things stood when the decision was made; a spread copy lacks it. */
  readonly record: DecisionRecord
}

export type RevokeReason = 'presence' | 'task_left' | 'agent_left' | 'taken_elsewhere'

export type Effect =
  | Decision
  /** Take the pending offer back; then feed `offer.revoked` (or whatever it lost to). */
  | { kind: 'revoke'; offerId: string; taskId: string; agentId: string; reason: RevokeReason }
  /** The offer ran out; end it, then feed `offer.expired` (or whatever it lost to). */
  | { kind: 'expire'; offerId: string; taskId: string; agentId: string }
  /** Apply a `tick` at this instant; null = nothing is due. Replaces the earlier hint. */
  | { kind: 'wake'; at: number | null }
  /** With this decline or expiry every present agent who could take the task has turned it down. */
  | { kind: 'exhausted'; taskId: string; record: DecisionRecord }
  /** No agent of the workspace, present or not, satisfies the task's requirements, and no later step relaxes them. */
  | { kind: 'unroutable'; taskId: string; record: DecisionRecord }
  /** The task is to take this step of overflow. Asked once for a version of its row. */
  | { kind: 'overflow'; taskId: string; taskVersion: number; step: string; record: DecisionRecord }
  /** The task has waited as long as it may: end it visibly. Asked once for a version of its row. */
  | { kind: 'expire-task'; taskId: string; taskVersion: number; record: DecisionRecord }
  /** The row names something the workflow does not have; it was not taken in. */
  | { kind: 'refused'; taskId: string; code: 'unknown_queue' | 'unknown_kind' | 'unknown_class' | 'no_requirements' }

export interface WhyNot {
  /** True when nothing but `outranked` stands against the agent. */
  eligible: boolean
  reasons: Reason<RejectReason>[]
}

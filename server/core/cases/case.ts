/** The lanes of a case, in their order (domain.md "Case"). */
export const caseStatuses = ['opened', 'triage', 'investigating', 'decision', 'follow_up', 'closed'] as const

export type CaseStatus = (typeof caseStatuses)[number]

export const caseOutcomes = ['confirmed', 'rejected', 'referred'] as const

/** `referred` hands the decision to the next level. */
export type CaseOutcome = (typeof caseOutcomes)[number]

export const checkResults = ['pass', 'fail', 'not_applicable'] as const

export type CheckResult = (typeof checkResults)[number]

export const evidenceKinds = ['note', 'link', 'file', 'event'] as const

export type EvidenceKind = (typeof evidenceKinds)[number]

/** For whom a paused case waits: its clock stands still. */
export const waitedFor = ['customer', 'partner', 'other'] as const

export type WaitedFor = (typeof waitedFor)[number]

/** Who did something to a case: a principal, and the agent it acts as. */
export interface Party {
  readonly kind: string
  readonly id: string
  readonly agentId: string | null
}

import type {
  CaseClock,
  CaseOutcome,
  CaseStatus,
  CheckResult,
  EvidenceKind,
  Party,
  WaitedFor,
} from '../../core/cases/index.ts'
import type { Priority } from '../../core/workflow/index.ts'
import type { Attachment } from '../files/index.ts'

/** Who did something to a case, with the name they had then. */
export interface CaseActor extends Party {
  readonly name: string
}

/** What a case is, without what hangs on it; instants in epoch ms. */
export interface CaseRow {
  readonly id: string
  readonly number: number
  readonly version: number
  readonly eventSeq: number
  /** The ticket it was opened for. */
  readonly ticketId: string
  readonly reason: string
  /** Free text, kept where the workflow has no word for it. */
  readonly reasonText: string | null
  readonly riskClass: string | null
  readonly severity: Priority
  readonly status: CaseStatus
  readonly statusSince: number
  readonly level: number
  readonly maxLevel: number
  /** Where it waits for a reviewer; null = it is offered to nobody. */
  readonly queue: string | null
  /** The checks a decision needs. */
  readonly askedChecks: readonly string[]
  readonly openedBy: CaseActor
  /** What opened it, when nobody did. */
  readonly trigger: string | null
  readonly putForwardBy: CaseActor | null
  readonly waitsFor: WaitedFor | null
  /** Null = it is never due. */
  readonly clock: CaseClock | null
  readonly decisionId: string | null
  readonly createdAt: number
  readonly updatedAt: number
  readonly closedAt: number | null
}

export interface CaseCheck {
  readonly name: string
  readonly result: CheckResult
  readonly note: string | null
  readonly by: CaseActor
  readonly at: number
}

export interface CaseDecision {
  readonly id: string
  readonly level: number
  readonly outcome: CaseOutcome
  readonly note: string
  readonly by: CaseActor
  readonly at: number
}

/** A piece of evidence as it is written down. */
export interface CaseEvidence {
  readonly id: string
  readonly kind: EvidenceKind
  readonly text: string | null
  readonly url: string | null
  readonly fileId: string | null
  readonly eventId: string | null
  readonly ticketId: string | null
  /** The check it belongs to; null = the case as a whole. */
  readonly check: string | null
  readonly by: CaseActor
  readonly at: number
}

/** A piece of evidence with what it names. */
export interface ShownEvidence extends CaseEvidence {
  /** Null for another kind of evidence, and where the file was never there. */
  readonly file: Attachment | null
}

export interface TicketOfCase {
  readonly id: string
  readonly number: number
  readonly issueSummary: string
  readonly status: string
  readonly channel: string
  readonly partnerId: string | null
}

/** A case with all that hangs on it, as it is shown. */
export interface ShownCase extends CaseRow {
  /** The one it was opened for comes first. */
  readonly tickets: readonly TicketOfCase[]
  readonly checks: readonly CaseCheck[]
  readonly evidence: readonly ShownEvidence[]
  /** All of them, referrals too, oldest first. */
  readonly decisions: readonly CaseDecision[]
  /** The work of it; null = there is none. */
  readonly task: {
    readonly id: string
    readonly state: string
    readonly owner: { id: string; name: string } | null
  } | null
}

/** Where a case lies, for the question whether somebody may touch it: in its queue, and where its ticket came from. */
export function placeOfCase({ queue, tickets: [ticket] }: Pick<ShownCase, 'queue' | 'tickets'>) {
  return { queue, channel: ticket?.channel ?? null, partnerId: ticket?.partnerId ?? null }
}

import type { ClockMetric, ClockState, ClockUnit, OpenedBy } from '../../core/clocks/index.ts'
import type { StatusCategory } from '../../core/lifecycle/index.ts'
import type { Priority, WeightWord } from '../../core/workflow/index.ts'

/** The record of one request with what belongs to it; instants in epoch ms, ids as uuids. */
export interface Ticket {
  readonly id: string
  readonly number: number
  readonly version: number
  readonly eventSeq: number
  readonly externalId: string | null
  readonly type: string | null
  readonly category: string | null
  readonly priority: Priority
  readonly impact: WeightWord | null
  readonly urgency: WeightWord | null
  /** Why somebody set another priority than impact and urgency give. */
  readonly priorityReason: string | null
  readonly channel: string
  readonly serviceLine: string | null
  readonly language: string
  readonly lifecycle: string
  readonly status: string
  readonly statusCategory: StatusCategory
  /** The stage a waiting ticket goes back to. */
  readonly returnsTo: string | null
  readonly queue: string
  readonly customer: { readonly id: string; readonly externalId: string; readonly name: string | null }
  readonly order: OrderOfTicket | null
  readonly storeId: string | null
  readonly market: Readonly<Record<string, unknown>> | null
  readonly handoff: Readonly<Record<string, unknown>> | null
  readonly issueSummary: string
  readonly assignee: { readonly id: string; readonly name: string } | null
  readonly classifiedBy: 'caller' | 'rule' | 'default' | 'person' | null
  readonly cause: Readonly<Record<string, unknown>> | null
  readonly correction: Readonly<Record<string, unknown>> | null
  readonly solutionCheck: 'passed' | 'failed' | null
  readonly resolution: string | null
  readonly tags: readonly string[]
  readonly fields: Readonly<Record<string, unknown>>
  readonly affected: readonly string[]
  readonly slaPolicy: string | null
  readonly clocks: readonly ClockOfTicket[]
  readonly nextDueAt: number | null
  readonly callbackUrl: string | null
  /** The ticket it was merged into and is closed for. */
  readonly mergedInto: {
    readonly id: string
    readonly number: number
    readonly at: number
    readonly reason: string | null
  } | null
  /** Its customer was erased, and what it said with them. */
  readonly isErased: boolean
  /** How far its checklist is, once somebody has touched it. */
  readonly checklist: { readonly done: number; readonly total: number } | null
  readonly createdBy: CreatedBy
  /** Who spoke first. */
  readonly openedBy: OpenedBy
  readonly taskId: string | null
  readonly workflowVersion: number
  readonly reopened: number
  readonly createdAt: number
  readonly updatedAt: number
  readonly solvedAt: number | null
  readonly closedAt: number | null
  /** Until when it is put aside; null = it is not. */
  readonly snoozedUntil: number | null
}

export interface OrderOfTicket {
  readonly id: string
  readonly externalId: string
  readonly storeId: string | null
  readonly region: string | null
  readonly placedAt: number
}

/** The latest instance of one metric. */
export interface ClockOfTicket {
  readonly metric: ClockMetric
  readonly state: ClockState
  readonly dueAt: number | null
  readonly unit: ClockUnit
  readonly targetMs: number
  /** What is left while it is paused; null otherwise. */
  readonly remainingMs: number | null
  readonly metAt: number | null
}

/** Who raised the ticket; its callbacks are signed with the key of this token, or of its partner. */
export interface CreatedBy {
  readonly kind: string
  readonly id: string
  readonly partnerId: string | null
  /** The id by which a partner named the customer: of all that is known of them, this it has told itself. */
  readonly customerAs?: string
}

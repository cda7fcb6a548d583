import type { HandoffOutcome, HandoffStep } from '../../core/handoff/index.ts'
import type { HandoffReason, TicketType } from '../../core/market/index.ts'
import type { ToldCustomer } from './submission.ts'

/** What the guest chose, as the market called it then; names in its first locale. */
export interface Choice {
  readonly categoryId: string
  readonly category: string
  readonly subcategoryId: string
  readonly subcategory: string
  readonly knowledgeForceIssueId: string | null
}

/** The order as partners are told of it. */
export interface OrderOfHandoff {
  readonly id: string
  readonly placedAt: string | null
  readonly serviceMode: string | null
  readonly status: string | null
}

/** What became of a submission. Instants in epoch ms. */
export interface Handoff {
  readonly ticketId: string
  readonly outcome: HandoffOutcome
  readonly configuredType: TicketType
  readonly resolvedType: TicketType
  readonly reason: HandoffReason | null
  readonly explanation: readonly HandoffStep[]
  readonly market: string
  readonly brand: string
  readonly region: string
  readonly storeId: string | null
  readonly choice: Choice
  readonly source: string
  readonly order: OrderOfHandoff | null
  /** The customer as its raiser told of them, which is not all that is known here; null = of none, or erased. */
  readonly customerTold: ToldCustomer | null
  /** Whom it was told to; null unless it was forwarded. */
  readonly partnerId: string | null
  readonly subscriptionId: string | null
  /** The offer to that partner's desk; null where own queues had it at once. */
  readonly offerId: string | null
  readonly raisedByPartnerId: string | null
  readonly raisedByIntegrationId: string | null
  readonly submittedAt: number
}

export const handoffStates = [
  'offered',
  'accepted',
  'declined',
  'expired',
  'withdrawn',
  'returned',
  'done',
  'told',
] as const

/**
 * How a forwarded ticket stands with its partner. `withdrawn`: taken back before an answer. `returned`: given back after
 * it was taken. `done`: worked off. `told`: only told, for its endpoint was failing and own queues had it at once.
 */
export type HandoffState = (typeof handoffStates)[number]

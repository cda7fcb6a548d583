import type { TicketType } from '../../core/market/index.ts'

export const subscriptionAcceptances = ['receipt', 'explicit'] as const

/** What takes a hand-off: a 2xx for its event, or the partner's own word. */
export type SubscriptionAcceptance = (typeof subscriptionAcceptances)[number]

/** Which requests a partner is told of. */
export interface SubscriptionScope {
  readonly type: TicketType
  readonly brand: string
  readonly region: string
  /** One store, or the stores of one franchisee; neither = the region. */
  readonly storeId: string | null
  readonly franchisee: string | null
}

export interface SubscriptionTerms {
  readonly url: string
  readonly acceptance: SubscriptionAcceptance
  /** Own queues get what is not taken by then. */
  readonly acceptWithinSeconds: number
  /** Told of what it raises itself as well. */
  readonly echoesOwn: boolean
}

/** A partner's subscription, with how its endpoint does. Instants in epoch ms. */
export interface Subscription extends SubscriptionScope, SubscriptionTerms {
  readonly id: string
  readonly partner: { readonly id: string; readonly slug: string; readonly name: string }
  readonly integrationId: string | null
  /** `degraded`: it fails, and what it is handed goes to own queues at once. */
  readonly status: 'active' | 'degraded' | 'disabled'
  readonly disabledReason: string | null
  readonly createdAt: number
  readonly updatedAt: number
  readonly version: number
}

import type { DeliveryState, Query } from '@switchyard/sdk'

export const deliveryStates = ['pending', 'delivered', 'dead', 'cancelled', 'quarantined'] as const

/** What the screen shows: one subscription (or the callbacks of all tickets), one state, one ticket. */
export interface DeliveryFilter {
  /** A subscription's id, `callbacks`, or null for all. */
  readonly webhook: string | null
  readonly state: DeliveryState | null
  readonly ticket: string | null
}

export const ofCallbacks = 'callbacks'

/** The query of the list behind a filter. */
export function queryOf({ webhook, state, ticket }: DeliveryFilter): Query {
  return {
    ...(webhook === ofCallbacks ? { kind: 'callback' } : { webhookId: webhook }),
    state,
    ticketId: ticket,
  }
}

import { type Principal, scopeLists } from '../../platform/principal.ts'
import type { EndpointSight, TicketSight } from './delivery-view.ts'

/**
 * Customers see nothing of how agents are told of offers, a partner only what its own agents were told; neither sees
 * what subscriptions were told, nor does anybody of a subscription that is not within the own channels and queues.
 */
export function endpointSight({ kind, partnerId, scope }: Principal): EndpointSight {
  if (kind === 'customer') return { offers: 'none', webhooks: null }
  if (partnerId !== null) return { offers: { partnerId }, webhooks: null }
  return { offers: 'all', webhooks: scopeLists(scope) }
}

/** Whose tickets' callbacks a principal may see. */
export function ticketSight({ partnerId, scope }: Principal): TicketSight {
  return { ...scopeLists(scope), partnerId }
}

import type { Principal } from '../../platform/principal.ts'
import type { EndpointSight } from './delivery-view.ts'

/**
 * Customers see nothing of how agents are told of offers, a partner only what its own agents were told; neither sees
 * what subscriptions were told, nor does anybody of a subscription that is not within the own channels and queues.
 */
export function endpointSight({ kind, partnerId, scope }: Principal): EndpointSight {
  if (kind === 'customer') return { offers: 'none', webhooks: null }
  if (partnerId !== null) return { offers: { partnerId }, webhooks: null }
  const listOf = (slugs: ReadonlySet<string> | null) => (slugs === null ? null : [...slugs])
  return { offers: 'all', webhooks: { channels: listOf(scope.channels), queues: listOf(scope.queues) } }
}

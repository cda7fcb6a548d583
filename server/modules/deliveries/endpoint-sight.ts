import type { Principal } from '../../platform/principal.ts'
import type { EndpointSight } from './delivery-view.ts'

/** Customers see nothing of how agents are told of offers, a partner only what its own agents were told. */
export function endpointSight({ kind, partnerId }: Principal): EndpointSight {
  if (kind === 'customer') return 'none'
  return partnerId === null ? 'all' : { partnerId }
}

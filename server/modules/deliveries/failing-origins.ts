import type { Context } from '../../platform/context.ts'
import { requirePermission } from '../access/index.ts'
import { type FailingOrigin, findFailingOrigins } from './origin-view.ts'

/**
 * The origins of callbacks that have failed lately, the latest first. They are of tickets of all channels and queues, so
 * who is limited to some, or to a partner's own, is shown none.
 */
export async function listFailingOrigins(context: Context): Promise<FailingOrigin[]> {
  requirePermission(context, 'delivery:read')
  const { partnerId, scope } = context.principal
  if (partnerId !== null || scope.channels !== null || scope.queues !== null) return []
  return context.read((tx) => findFailingOrigins(tx, context.workspace.id))
}

/** An origin as the API writes it. */
export function presentOrigin(origin: FailingOrigin) {
  const instantText = (at: number | null) => (at === null ? null : new Date(at).toISOString())
  return {
    ...origin,
    lastFailureAt: instantText(origin.lastFailureAt),
    lastSuccessAt: instantText(origin.lastSuccessAt),
    probeAt: instantText(origin.probeAt),
  }
}

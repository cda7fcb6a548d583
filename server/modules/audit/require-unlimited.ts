import type { Context } from '../../platform/context.ts'
import { AppError } from '../../platform/errors.ts'
import { requirePermission } from '../access/index.ts'

/**
 * The trail is one chain of the whole workspace and cannot be shown in part. Throws `forbidden` without `audit:read`,
 * and for a grant limited to channels, queues, a partner or a customer.
 */
export function requireUnlimited(context: Context): void {
  requirePermission(context, 'audit:read')
  const { kind, scope, partnerId } = context.principal
  const isLimited = scope.channels !== null || scope.queues !== null || partnerId !== null || kind === 'customer'
  if (isLimited) throw new AppError('forbidden', 'The audit trail is for grants that are not limited to a part.')
}

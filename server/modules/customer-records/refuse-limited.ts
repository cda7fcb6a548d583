import type { Context } from '../../platform/context.ts'
import { AppError } from '../../platform/errors.ts'

/**
 * What is done with everything about a person cannot be done in part. Throws `forbidden` for a grant limited to channels,
 * queues, a partner or a customer.
 */
export function refuseLimited({ principal }: Context): void {
  const { kind, scope, partnerId } = principal
  const isLimited = scope.channels !== null || scope.queues !== null || partnerId !== null || kind === 'customer'
  if (isLimited) throw new AppError('forbidden', 'This is for grants that are not limited to a part.')
}

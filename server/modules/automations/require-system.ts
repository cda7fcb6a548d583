import type { Context } from '../../platform/context.ts'
import { AppError } from '../../platform/errors.ts'

/** Refuses everybody but the product's own loops: what they do is nobody's wish. */
export function requireSystem(context: Context): void {
  if (context.principal.kind !== 'system') throw new AppError('forbidden', 'Only the product itself does this.')
}

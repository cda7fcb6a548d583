import type { Context } from '../../platform/context.ts'
import type { Visibility } from './message.ts'

/** Customers see what is public, partners also what is said to partners, staff everything. */
export function visibilitiesFor({ principal }: Context): readonly Visibility[] {
  if (principal.kind === 'customer') return ['public']
  return principal.partnerId === null ? ['public', 'partner', 'internal'] : ['public', 'partner']
}

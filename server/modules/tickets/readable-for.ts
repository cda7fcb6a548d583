import type { Context } from '../../platform/context.ts'
import { customersOf } from '../../platform/principal.ts'
import type { Visibility } from './message.ts'

/** What somebody may read of what is said on a ticket. */
export interface Readable {
  readonly visibilities: readonly Visibility[]
  /** Of what customers said only these ones' words: two customers' tickets may have been merged. Null = everybody's. */
  readonly customerIds: readonly string[] | null
}

/** Customers see what is public, partners also what is said to partners, staff everything. */
export function readableFor({ principal }: Context): Readable {
  if (principal.kind === 'customer') return { visibilities: ['public'], customerIds: [...customersOf(principal)] }
  const visibilities =
    principal.partnerId === null ? (['public', 'partner', 'internal'] as const) : (['public', 'partner'] as const)
  return { visibilities, customerIds: null }
}

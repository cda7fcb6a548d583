import type { Context } from '../../platform/context.ts'
import { customersOf, type Principal } from '../../platform/principal.ts'
import type { Message, Visibility } from './message.ts'

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

/** Whether names of customers are this reader's to know; partners know those that they were told themselves. */
export function isToldNames({ partnerId }: Pick<Principal, 'partnerId'>): boolean {
  return partnerId === null
}

/** A message as this reader may know who wrote it. */
export function messageFor<Said extends Pick<Message, 'author'>>({ principal }: Context, message: Said): Said {
  if (message.author.kind !== 'customer' || isToldNames(principal)) return message
  return { ...message, author: { ...message.author, name: null } }
}

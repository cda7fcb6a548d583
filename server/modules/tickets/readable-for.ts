import type { Context } from '../../platform/context.ts'
import { encodeId } from '../../platform/ids.ts'
import { customersOf, type Principal } from '../../platform/principal.ts'
import type { Message, Visibility } from './message.ts'
import type { Ticket } from './ticket.ts'

/** What somebody may read of what is said on a ticket. */
export interface Readable {
  readonly visibilities: readonly Visibility[]
  /** Only what these customers said, or was said to their tickets: two customers' may have been merged. Null = everything. */
  readonly customerIds: readonly string[] | null
}

/** Whoever is answered: the caller, or the owner of a socket or a callback. */
interface Reader {
  readonly principal: Pick<Principal, 'partnerId'>
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

/**
 * The customer of a ticket as this reader may know them. Naming a customer is not knowing them: a partner reads the id by
 * which it named them, and neither their name nor an id of others.
 */
export function customerFor(
  { principal }: Reader,
  { id, externalId, name }: Ticket['customer'],
  { customerAs }: { readonly customerAs?: string | null },
) {
  const known = isToldNames(principal) ? { externalId, name } : { externalId: customerAs ?? null, name: null }
  return { id: encodeId('customer', id), ...known }
}

/** What became of handing a ticket over; what a partner calls it is not told to others. */
export function handoffFor({ principal }: Reader, handoff: Ticket['handoff']): Record<string, unknown> | null {
  if (handoff === null) return null
  const { externalId, ...others } = handoff
  return principal.partnerId === null ? { ...others, externalId: externalId ?? null } : others
}

/** A message as this reader may know who wrote it. */
export function messageFor<Said extends Pick<Message, 'author'>>({ principal }: Reader, message: Said): Said {
  if (message.author.kind !== 'customer' || isToldNames(principal)) return message
  return { ...message, author: { ...message.author, name: null } }
}

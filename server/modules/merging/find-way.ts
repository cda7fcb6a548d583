import type { Context, Tx } from '../../platform/context.ts'
import { isTooLate, type NewMessageInput } from '../handling/index.ts'
import { findTicket } from '../tickets/index.ts'
import { holdWorkflow } from '../workflow/index.ts'
import { findFollowUpOf } from './merge-view.ts'

/** Why a message is kept on another ticket than it was said to. */
export type Detour = 'merged' | 'follow_up'

/** Where a message comes to be kept, from the ticket it is said to: every ticket on the way, that one first. */
export interface Way {
  readonly ticketIds: readonly string[]
  /** How each of the others is reached. */
  readonly detours: readonly Detour[]
  /** The last one was closed too long ago, and nothing follows it up yet. */
  readonly endsTooLate: boolean
}

/**
 * Follows merges to the last ticket that goes on, and from one its customer can no longer reopen to what follows it up.
 * Pointers that lead round in a circle lead nowhere: the message stays where it was said, rather than being lost.
 */
export async function findWay(
  tx: Tx,
  context: Context,
  said: Pick<NewMessageInput, 'ticketId' | 'asCustomer' | 'visibility'>,
): Promise<Way> {
  const workflow = await holdWorkflow(tx, context)
  const stay: Way = { ticketIds: [said.ticketId], detours: [], endsTooLate: false }
  let way = stay
  let customerId = ''
  for (let at: string | null = said.ticketId; at !== null;) {
    const ticket = await findTicket(tx, context.workspace.id, at)
    const lifecycle = ticket === null ? undefined : workflow.lifecycles.get(ticket.lifecycle)
    if (ticket === null || lifecycle === undefined) return way
    customerId ||= ticket.customer.id
    const target: string | null = ticket.mergedInto?.id ?? null
    const endsTooLate = target === null && isTooLate(context, { ticket, lifecycle, workflow }, said)
    const next: string | null = endsTooLate
      ? await findFollowUpOf(tx, context.workspace.id, { ticketId: at, customerId })
      : target
    if (next === null) return { ...way, endsTooLate }
    if (way.ticketIds.includes(next)) return stay
    const detour: Detour = endsTooLate ? 'follow_up' : 'merged'
    way = { ...way, ticketIds: [...way.ticketIds, next], detours: [...way.detours, detour] }
    at = next
  }
  return way
}

/** Whether two ways are one: nobody has merged, undone or followed up anything on it meanwhile. */
export function isSameWay(one: Way, other: Way): boolean {
  return one.ticketIds.join() === other.ticketIds.join() && one.endsTooLate === other.endsTooLate
}

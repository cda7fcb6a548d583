import type { Context } from '../../platform/context.ts'
import { createTicket, type CreatedTicket } from './create-ticket.ts'
import type { KeyedCall } from '../idempotency/index.ts'
import { isForItself } from './record-alone.ts'
import type { TicketRequest } from './ticket-request.ts'

/** What became of one of several requests. */
export type CreatedItem = { readonly created: CreatedTicket } | { readonly error: unknown }

/**
 * Records several requests, each for itself: one that is refused does not touch the others. Asked again under the same
 * key, which the caller has bound to these requests, it gives the first answers and records what was not recorded.
 */
export async function createTickets(
  context: Context,
  input: { requests: readonly TicketRequest[]; key: KeyedCall | null },
): Promise<CreatedItem[]> {
  const { key } = input
  // Each that is recorded alone takes a connection for itself: in a row they leave the others theirs.
  let turn: Promise<unknown> = Promise.resolve()
  const create = async (request: TicketRequest, index: number): Promise<CreatedItem> => {
    // No header holds a line break, so nobody can send the key of a part.
    const own = key === null ? null : { ...key, key: `${key.key}\n${index}` }
    try {
      return { created: await createTicket(context, { request, key: own }) }
    } catch (error) {
      return { error }
    }
  }
  const outcomes = input.requests.map((request, index) => {
    if (!isForItself(request)) return create(request, index)
    const outcome = turn.then(() => create(request, index))
    turn = outcome
    return outcome
  })
  return Promise.all(outcomes)
}

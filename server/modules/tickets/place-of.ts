import type { Ticket } from './ticket.ts'

/** Where a ticket lies, for the question whether somebody may touch it. */
export function placeOf(
  ticket: Pick<Ticket, 'channel' | 'queue' | 'createdBy'> & { readonly customer: { readonly id: string } },
) {
  return {
    channel: ticket.channel,
    queue: ticket.queue,
    partnerId: ticket.createdBy.partnerId,
    customerId: ticket.customer.id,
  }
}

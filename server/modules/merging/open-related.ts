import type { Context, Tx } from '../../platform/context.ts'
import { encodeId, newId } from '../../platform/ids.ts'
import { commitChange, type Grip, gripTicket, joinChanges, noChange, type TicketChange } from '../handling/index.ts'
import { recordWithin, type TicketRequest } from '../intake/index.ts'
import { insertLink, type LinkKind, type Ticket } from '../tickets/index.ts'

/** A ticket to be opened beside another one. */
export interface Related {
  readonly kind: LinkKind
  /** What differs from the other one. */
  readonly request: Partial<TicketRequest>
  /** What else becomes of the new one, in the same change. */
  readonly fill?: (opened: Grip) => Promise<TicketChange>
}

/** Opens a ticket like a gripped one, for the same customer and whoever raised that, and links the new one to it. */
export async function openRelated(
  tx: Tx,
  context: Context,
  { ticket, workflow }: Grip,
  { kind, request, fill }: Related,
): Promise<Ticket> {
  const ticketId = await recordWithin(tx, context, {
    request: { ...likeTicket(ticket, workflow), ...request },
    workflow,
    createdBy: ticket.createdBy,
  })
  await insertLink(tx, context.workspace.id, { id: newId(), ticketId, kind, otherTicketId: ticket.id })
  const grip = await gripTicket(tx, context, { ticketId, agentIds: [] })
  if (grip === null) throw new Error(`Ticket ${ticketId} was recorded and is gone.`)
  const linked: TicketChange = {
    ...noChange,
    facts: [{ type: 'ticket.linked', data: { kind, otherTicketId: encodeId('ticket', ticket.id) } }],
  }
  return commitChange(tx, context, grip, fill === undefined ? linked : joinChanges(linked, await fill(grip)))
}

/** What a new ticket takes over from one; words that the workflow has lost meanwhile are decided anew. */
function likeTicket(ticket: Ticket, { serviceLines, types, categories, services }: Grip['workflow']): TicketRequest {
  const { serviceLine, type, category, order, callbackUrl } = ticket
  const hasFields = type !== null && types.has(type)
  return {
    customerId: encodeId('customer', ticket.customer.id),
    channel: ticket.channel,
    language: ticket.language,
    issueSummary: ticket.issueSummary,
    affected: ticket.affected.filter((service) => services.has(service)),
    ...(serviceLine !== null && serviceLines.has(serviceLine) && { serviceLine }),
    ...(hasFields && { type, fields: ticket.fields }),
    ...(category !== null && categories.has(category) && { category }),
    ...(order !== null && { orderId: order.externalId }),
    ...(callbackUrl !== null && { callbackUrl }),
  }
}

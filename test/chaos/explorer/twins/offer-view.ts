import type { Ticket } from '../../../../server/modules/tickets/index.ts'
import type * as real from '../../../../server/modules/routing/offer-view.ts'
import { rowTx, type RowTx } from '../rows/row-tx.ts'

export * from '../../../../server/modules/routing/offer-view.ts'

/** Whoever calls here sees everything. */
export const findShownOffer: typeof real.findShownOffer = (tx, _workspaceId, { offerId }) =>
  rowTx(tx).run(() => showOffer(rowTx(tx), offerId))

export const findShownOffersById: typeof real.findShownOffersById = (tx, _workspaceId, offerIds) =>
  rowTx(tx).run(() => offerIds.flatMap((id) => showOffer(rowTx(tx), id) ?? []))

export function showOffer(own: RowTx, offerId: string): real.ShownOffer | null {
  const offer = own.get('offer', offerId)
  const task = offer && own.get('task', offer.taskId)
  const ticket = offer && own.get('ticket', offer.ticketId)
  if (offer === undefined || task === undefined || ticket === undefined) return null
  const { kind, enteredAt } = task
  return { ...offer, ticket: ticketBriefOf(ticket), call: null, kind, partnerId: null, enteredAt }
}

export function ticketBriefOf({
  number,
  issueSummary,
  priority,
  language,
  customer,
}: Ticket): real.ShownOffer['ticket'] {
  const { externalId, name } = customer
  return { number, issueSummary, priority, language, customer: { externalId, name } }
}

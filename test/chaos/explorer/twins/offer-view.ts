import type * as real from '../../../../server/modules/routing/offer-view.ts'
import { rowTx, type RowTx } from '../rows/row-tx.ts'

export * from '../../../../server/modules/routing/offer-view.ts'

/** Whoever calls here sees everything. */
export const findShownOffer: typeof real.findShownOffer = (tx, _workspaceId, { offerId }) =>
  rowTx(tx).run(() => showOffer(rowTx(tx), offerId))

export function showOffer(own: RowTx, offerId: string): real.ShownOffer | null {
  const offer = own.get('offer', offerId)
  const task = offer && own.get('task', offer.taskId)
  const ticket = offer && own.get('ticket', offer.ticketId)
  if (offer === undefined || task === undefined || ticket === undefined) return null
  const { number, issueSummary, priority, language, customer } = ticket
  const brief = {
    number,
    issueSummary,
    priority,
    language,
    customer: { externalId: customer.externalId, name: customer.name },
  }
  const { kind, enteredAt } = task
  return { ...offer, ticket: brief, call: null, kind, partnerId: null, enteredAt }
}

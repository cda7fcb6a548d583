import type * as real from '../../../../server/modules/tickets/ticket-view.ts'
import { rowTx } from '../rows/row-tx.ts'

export * from '../../../../server/modules/tickets/ticket-view.ts'

export const findTicket: typeof real.findTicket = (tx, _workspaceId, ticketId) =>
  rowTx(tx).run(() => rowTx(tx).get('ticket', ticketId) ?? null)

export const findTickets: typeof real.findTickets = (tx, _workspaceId, ticketIds) =>
  rowTx(tx).run(() => ticketIds.flatMap((id) => rowTx(tx).get('ticket', id) ?? []))

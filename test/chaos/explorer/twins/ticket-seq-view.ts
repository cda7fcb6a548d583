import type * as real from '../../../../server/modules/routing/ticket-seq-view.ts'
import { rowTx } from '../rows/row-tx.ts'

export const findTicketSeqs: typeof real.findTicketSeqs = (tx, _workspaceId, ticketIds) =>
  rowTx(tx).run(() => new Map(ticketIds.map((id) => [id, rowTx(tx).get('ticket', id)?.eventSeq ?? 0])))

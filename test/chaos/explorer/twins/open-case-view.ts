import type * as real from '../../../../server/modules/tickets/open-case-view.ts'
import { rowTx } from '../rows/row-tx.ts'

/** No schedule opens a case; what looks for one takes its step all the same. */
export const findTicketsWithOpenCase: typeof real.findTicketsWithOpenCase = (tx) => rowTx(tx).run(() => new Set())

export const hasOpenCase: typeof real.hasOpenCase = async (tx, workspaceId, { ticketId, lifecycle }) =>
  lifecycle.asksForCases && (await findTicketsWithOpenCase(tx, workspaceId, [ticketId])).has(ticketId)

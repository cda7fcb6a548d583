import type { Context, Tx } from '../../platform/context.ts'
import { encodeId } from '../../platform/ids.ts'
import { endTokensOf, forgetToken } from '../access/index.ts'
import { blankCalls } from '../calls/index.ts'
import { blankCases } from '../cases/index.ts'
import { blankCustomers } from '../customers/index.ts'
import { blankDeliveries } from '../deliveries/index.ts'
import type { NewEvent } from '../events/index.ts'
import { deleteKeysNaming } from '../idempotency/index.ts'
import { blankTicketMerges } from '../merging/index.ts'
import { blankOrders } from '../orders/index.ts'
import { blankReviews } from '../quality/index.ts'
import { blankOffers } from '../routing/index.ts'
import { blankMessages, blankTickets } from '../tickets/index.ts'
import { blankMerges } from './customer-merge-store.ts'
import { findOwnThings } from './erasure-view.ts'
import type { ReceiptFacts } from './receipt.ts'

export interface Blanked extends Pick<ReceiptFacts, 'counts' | 'kept'> {
  /** That each ticket has changed. */
  readonly events: readonly NewEvent[]
}

/** Lets every module blank what it keeps about these customers, which are held with all their tickets. */
export async function blankEverything(
  tx: Tx,
  context: Context,
  { customerIds, at }: { customerIds: readonly string[]; at: number },
): Promise<Blanked> {
  const workspaceId = context.workspace.id
  const own = await findOwnThings(tx, workspaceId, customerIds)
  const { ticketIds, caseIds } = own
  const tickets = await blankTickets(tx, workspaceId, { ticketIds, at })
  const messages = await blankMessages(tx, workspaceId, ticketIds)
  const calls = await blankCalls(tx, workspaceId, ticketIds)
  const orders = await blankOrders(tx, workspaceId, customerIds)
  const reviews = await blankReviews(tx, workspaceId, ticketIds)
  const cases = await blankCases(tx, workspaceId, { caseIds, ticketIds })
  const { deliveries, attempts } = await blankDeliveries(tx, workspaceId, ticketIds)
  const tokens = await endTokensOf(tx, workspaceId, { customerIds, nowMs: context.now() })
  tx.afterCommit(() => {
    for (const tokenId of tokens) forgetToken(context.memory, tokenId)
  })
  const names = [
    ...customerIds.map((id) => encodeId('customer', id)),
    ...ticketIds.map((id) => encodeId('ticket', id)),
    ...messages.map((id) => encodeId('message', id)),
    ...calls.map((id) => encodeId('call', id)),
    ...orders.map((id) => encodeId('order', id)),
    ...reviews.map((id) => encodeId('review', id)),
    ...caseIds.map((id) => encodeId('case', id)),
    ...own.evidenceIds.map((id) => encodeId('evidence', id)),
    ...tokens.map((id) => encodeId('token', id)),
  ]
  const { customers, contacts } = await blankCustomers(tx, workspaceId, { customerIds, at })
  return {
    counts: {
      customers,
      customer_contacts: contacts,
      customer_merges: await blankMerges(tx, workspaceId, customerIds),
      tickets: tickets.length,
      ticket_merges: await blankTicketMerges(tx, workspaceId, ticketIds),
      messages: messages.length,
      calls: calls.length,
      orders: orders.length,
      offers: await blankOffers(tx, workspaceId, ticketIds),
      qa_reviews: reviews.length,
      ...cases,
      deliveries,
      delivery_attempts: attempts,
      service_tokens: tokens.length,
      idempotency_keys: await deleteKeysNaming(tx, workspaceId, names),
    },
    kept: { events: own.events, figures: ticketIds.length, caseLinks: own.otherCases, callRefs: calls.length },
    events: tickets.map(({ id, seq }): NewEvent => ({
      type: 'ticket.updated',
      subject: { kind: 'ticket', id, seq },
      ticketId: id,
      data: { changed: ['erased'] },
    })),
  }
}

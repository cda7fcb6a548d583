import type { Context, Tx } from '../../platform/context.ts'
import { encodeId } from '../../platform/ids.ts'
import { endTokensOf, forgetToken } from '../access/index.ts'
import { blankRuns } from '../automations/index.ts'
import { blankBulks } from '../bulk/index.ts'
import { blankCalls } from '../calls/index.ts'
import { blankCases } from '../cases/index.ts'
import { blankChats } from '../chats/index.ts'
import { blankChecklists } from '../collaboration/index.ts'
import { blankCustomers } from '../customers/index.ts'
import { blankDeliveries } from '../deliveries/index.ts'
import { eraseDrafts } from '../drafts/index.ts'
import type { NewEvent } from '../events/index.ts'
import { eraseFiles, removeBytes } from '../files/index.ts'
import { deleteKeysNaming } from '../idempotency/index.ts'
import { blankMails } from '../mail/index.ts'
import { blankTicketMerges } from '../merging/index.ts'
import { blankSupport } from '../order-support/index.ts'
import { blankOrders } from '../orders/index.ts'
import { blankRatings, removeLinksOf } from '../portal/index.ts'
import { blankReviews } from '../quality/index.ts'
import { blankOffers } from '../routing/index.ts'
import { blankHandoffs } from '../partners/index.ts'
import { eraseDocuments, holdDocuments } from '../search/index.ts'
import { blankOverrides } from '../sla/index.ts'
import { blankMessages, blankTickets } from '../tickets/index.ts'
import { blankViews } from '../views/index.ts'
import { blankMerges } from './customer-merge-store.ts'
import { findOwnNames, findOwnThings } from './erasure-view.ts'
import type { ReceiptFacts } from './receipt.ts'

export interface Blanked extends Pick<ReceiptFacts, 'counts' | 'kept'> {
  /** That each ticket has changed, and which files are gone. */
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
  const { ticketIds, caseIds, evidenceIds } = own
  const documents = await holdDocuments(tx, workspaceId, { customerIds, ticketIds })
  const views = await blankViews(tx, workspaceId, await findOwnNames(tx, workspaceId, { customerIds, ticketIds }))
  const tickets = await blankTickets(tx, workspaceId, { ticketIds, at })
  const messages = await blankMessages(tx, workspaceId, ticketIds)
  const files = await eraseFiles(tx, workspaceId, { customerIds, ticketIds, messageIds: messages, evidenceIds })
  const calls = await blankCalls(tx, workspaceId, ticketIds)
  const chats = await blankChats(tx, workspaceId, ticketIds)
  const orders = await blankOrders(tx, workspaceId, customerIds)
  const reviews = await blankReviews(tx, workspaceId, ticketIds)
  const cases = await blankCases(tx, workspaceId, { caseIds, ticketIds })
  await blankHandoffs(tx, workspaceId, ticketIds)
  const { deliveries, attempts } = await blankDeliveries(tx, workspaceId, ticketIds)
  const tokens = await endTokensOf(tx, workspaceId, { customerIds, nowMs: context.now() })
  tx.afterCommit(() => {
    for (const tokenId of tokens) forgetToken(context.memory, tokenId)
    // The rows are gone, so nobody gets them any more; what fails here the chore does again.
    removeBytes(context, files).catch(() => undefined)
  })
  const names = [
    ...customerIds.map((id) => encodeId('customer', id)),
    ...ticketIds.map((id) => encodeId('ticket', id)),
    ...messages.map((id) => encodeId('message', id)),
    ...calls.map((id) => encodeId('call', id)),
    ...chats.map((id) => encodeId('chat', id)),
    ...orders.map((id) => encodeId('order', id)),
    ...reviews.map((id) => encodeId('review', id)),
    ...caseIds.map((id) => encodeId('case', id)),
    ...evidenceIds.map((id) => encodeId('evidence', id)),
    ...tokens.map((id) => encodeId('token', id)),
    ...files.map((id) => encodeId('file', id)),
  ]
  const portalLinks = await removeLinksOf(tx, workspaceId, customerIds)
  const { customers, contacts } = await blankCustomers(tx, workspaceId, { customerIds, at })
  return {
    counts: {
      customers,
      customer_contacts: contacts,
      customer_merges: await blankMerges(tx, workspaceId, customerIds),
      tickets: tickets.length,
      portal_links: portalLinks,
      ticket_ratings: await blankRatings(tx, workspaceId, ticketIds),
      ticket_merges: await blankTicketMerges(tx, workspaceId, ticketIds),
      messages: messages.length,
      files: files.length,
      ...(await blankBeside(tx, workspaceId, { customerIds, ticketIds })),
      saved_views: views,
      calls: calls.length,
      chat_sessions: chats.length,
      orders: orders.length,
      offers: await blankOffers(tx, workspaceId, ticketIds),
      qa_reviews: reviews.length,
      ...cases,
      deliveries,
      delivery_attempts: attempts,
      service_tokens: tokens.length,
      idempotency_keys: await deleteKeysNaming(tx, workspaceId, names),
      ...(await eraseDocuments(tx, workspaceId, documents)),
    },
    kept: { events: own.events, figures: ticketIds.length, caseLinks: own.otherCases, callRefs: calls.length },
    events: eventsOf(tickets, files),
  }
}

/** What is kept beside tickets: how much was blanked of it, by table. */
async function blankBeside(
  tx: Tx,
  workspaceId: string,
  { customerIds, ticketIds }: { customerIds: readonly string[]; ticketIds: readonly string[] },
): Promise<Record<string, number>> {
  return {
    drafts: await eraseDrafts(tx, workspaceId, ticketIds),
    sla_clocks: await blankOverrides(tx, workspaceId, ticketIds),
    ticket_checklists: await blankChecklists(tx, workspaceId, ticketIds),
    support_sessions: await blankSupport(tx, workspaceId, ticketIds),
    outbox_mails: await blankMails(tx, workspaceId, { customerIds, ticketIds }),
    automation_runs: await blankRuns(tx, workspaceId, ticketIds),
    ...(await blankBulks(tx, workspaceId, ticketIds)),
  }
}

function eventsOf(tickets: readonly { id: string; seq: number }[], files: readonly string[]): NewEvent[] {
  return [
    ...tickets.map(({ id, seq }): NewEvent => ({
      type: 'ticket.updated',
      subject: { kind: 'ticket', id, seq },
      ticketId: id,
      data: { changed: ['erased'] },
    })),
    ...files.map((id): NewEvent => ({
      type: 'file.deleted',
      subject: { kind: 'file', id, seq: 2 },
      ticketId: null,
      data: { fileId: encodeId('file', id), reason: 'erased' },
    })),
  ]
}

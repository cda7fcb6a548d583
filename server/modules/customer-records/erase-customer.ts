import type { Context, Tx } from '../../platform/context.ts'
import { requirePermission } from '../access/index.ts'
import { AppError } from '../../platform/errors.ts'
import { encodeId } from '../../platform/ids.ts'
import { signingKey } from '../audit/index.ts'
import { findCustomer, findMembers, forgetCustomers, lockCustomers, takeCustomerSeq } from '../customers/index.ts'
import { actorOf, appendEvents } from '../events/index.ts'
import { MovedMeanwhile } from '../handling/index.ts'
import { releaseOthers } from '../merging/index.ts'
import { findTicketIdsOf, lockTickets } from '../tickets/index.ts'
import { blankEverything } from './blank-everything.ts'
import { closedAtOnce, closeOpenTickets } from './close-open-tickets.ts'
import { insertReceipt } from './erasure-receipt-store.ts'
import { findOpenWork, findReceipt, type OpenWork } from './erasure-view.ts'
import { type ErasureReason, type Receipt, type ReceiptFacts, proofOf, receiptText } from './receipt.ts'
import { refuseLimited } from './refuse-limited.ts'

export interface EraseInput {
  readonly customerId: string
  readonly reason: ErasureReason
  /** Closes the tickets that are open, instead of refusing. */
  readonly closeOpen: boolean
  /** It was erased before and came back from a backup: nothing stands in the way of erasing it again. */
  readonly isAgain?: boolean
}

/**
 * Erases a customer with all that was merged into it: no word, name, address or id of a caller is left in any table,
 * while instants, codes and figures stay and the audit trail goes on to verify. All in one transaction, with a signed
 * receipt; asked again it gives the same receipt. Null when there is no such customer. Throws `conflict` with the reason
 * while a call lives, a case is under way, or tickets are open that are not to be closed; of very many tickets some may be
 * closed by then.
 */
export async function eraseCustomer(context: Context, input: EraseInput): Promise<Receipt | null> {
  requirePermission(context, 'customer:erase')
  refuseLimited(context)
  const workspaceId = context.workspace.id
  await closeMany(context, input)
  return context.transaction(async (tx) => {
    const customer = await findCustomer(tx, workspaceId, input.customerId)
    if (customer === null) return null
    if (customer.erasedAt !== null) return findReceipt(tx, workspaceId, input.customerId)
    if (customer.mergedInto !== null) throw mergedElsewhere(customer.mergedInto)
    const customerIds = await hold(tx, context, input)
    const erased = await findReceipt(tx, workspaceId, input.customerId)
    if (erased !== null) return erased
    await record(tx, context, { ...input, customerIds })
    return findReceipt(tx, workspaceId, input.customerId)
  })
}

/**
 * Closes all but the last few open tickets first, some at a time: together they would hold the agents who work on them,
 * and whoever offers these work, for as long as the whole takes.
 */
async function closeMany(context: Context, input: EraseInput): Promise<void> {
  for (;;) {
    const open = await context.read((tx) => findOpenWork(tx, context.workspace.id, [input.customerId]))
    refuseOpen(open, input)
    if (open.ticketIds.length <= closedAtOnce) return
    const some = open.ticketIds.slice(0, closedAtOnce)
    // oxlint-disable-next-line switchyard/verb -- eraseCustomer has asked, and each ticket tells that it was closed
    await context.transaction((tx) => closeOpenTickets(tx, context, some))
  }
}

/** Holds the open work, the other tickets and the customers, in the order every writer keeps. Gives all its rows. */
async function hold(tx: Tx, context: Context, input: EraseInput): Promise<string[]> {
  const workspaceId = context.workspace.id
  const { customerId } = input
  const open = await findOpenWork(tx, workspaceId, [customerId])
  refuseOpen(open, input)
  await closeOpenTickets(tx, context, open.ticketIds)
  await releaseOthers(tx, context, customerId)
  const seen = await findTicketIdsOf(tx, workspaceId, customerId)
  await lockTickets(tx, workspaceId, seen)
  const members = await findMembers(tx, workspaceId, customerId)
  await lockCustomers(tx, workspaceId, members)
  tx.afterCommit(() => forgetCustomers(context, members))
  const now = await findOpenWork(tx, workspaceId, [customerId])
  const held = await findMembers(tx, workspaceId, customerId)
  const isSame = now.ticketIds.length === 0 && held.join() === members.join()
  const own = await findTicketIdsOf(tx, workspaceId, customerId)
  if (!isSame || own.join() !== seen.join()) throw new MovedMeanwhile('The customer was written about meanwhile.')
  refuseOpen(now, input)
  return members
}

async function record(tx: Tx, context: Context, input: EraseInput & { customerIds: readonly string[] }): Promise<void> {
  const { customerId, customerIds, reason } = input
  const workspaceId = context.workspace.id
  const erasedAt = context.now()
  const erasedBy = actorOf(context.principal)
  const blanked = await blankEverything(tx, context, { customerIds, at: erasedAt })
  const seq = await takeCustomerSeq(tx, workspaceId, customerId)
  await appendEvents(tx, context, [
    ...blanked.events,
    {
      type: 'customer.erased',
      subject: { kind: 'customer', id: customerId, seq },
      ticketId: null,
      data: { tickets: blanked.counts['tickets'] ?? 0 },
    },
  ])
  const { counts, kept } = blanked
  const facts: ReceiptFacts = { workspaceId, customerId, customerIds, reason, erasedAt, erasedBy, counts, kept }
  const text = receiptText(facts)
  await insertReceipt(tx, workspaceId, { customerId, text, erasedAt, ...proofOf(await signingKey(tx, context), text) })
}

function refuseOpen({ ticketIds, caseNumbers, liveCalls }: OpenWork, { closeOpen, isAgain = false }: EraseInput): void {
  if (isAgain) return
  if (liveCalls > 0) throw refuse('live_call', 'The customer is on the line; end the call first.', { liveCalls })
  if (caseNumbers.length > 0)
    throw refuse('open_case', 'A case about the customer is under review; close it first.', { caseNumbers })
  if (ticketIds.length > 0 && !closeOpen) {
    const tickets = ticketIds.slice(0, 50).map((id) => encodeId('ticket', id))
    throw refuse('open_tickets', 'The customer has open tickets; close them, or erase with closeOpen.', {
      openTickets: ticketIds.length,
      tickets,
    })
  }
}

function mergedElsewhere({ id, externalId }: { id: string; externalId: string }): AppError {
  return refuse('merged', 'This customer was merged into another one; erase that one, or undo the merge.', {
    mergedInto: { id: encodeId('customer', id), externalId },
  })
}

function refuse(reason: string, message: string, details: Record<string, unknown>): AppError {
  return new AppError('conflict', message, { reason, ...details })
}

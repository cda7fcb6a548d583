import type { WorkflowSnapshot } from '../../core/workflow/index.ts'
import { AppError } from '../../platform/errors.ts'
import type { Context } from '../../platform/context.ts'
import { newId } from '../../platform/ids.ts'
import { forgetKnownCustomer, type KnownCustomer, lookUpCustomers, rememberCustomers } from '../customers/index.ts'
import { announceEvents } from '../events/index.ts'
import { lookUpOrders } from '../orders/index.ts'
import { currentWorkflow, reloadWorkflow } from '../workflow/index.ts'
import type { RequestOutcome, WaitingRequest } from './gather.ts'
import { answerLiveCalls, withEachCallOnce } from './live-calls.ts'
import { prepareTicket } from './prepare-ticket.ts'
import { locationOf } from './rows-of.ts'
import { type Decided, writeDecided, type Written } from './write-decided.ts'

/** How often a batch that lost a race with a publication or another node's customer is decided anew. */
export const attempts = 5

/**
 * Decides and writes gathered requests of one workspace in one statement, and answers each. Of twins with one
 * idempotency key the first is written, and the others find its answer.
 */
export async function writeRequests(batch: readonly WaitingRequest[]): Promise<void> {
  const seen = new Set<string>()
  const isTwin = batch.map(({ context, key }) => {
    if (key === null) return false
    const name = `${context.principal.id} ${key.route} ${key.key}`
    return seen.size === seen.add(name).size
  })
  for (const part of withEachCallOnce(batch.filter((_entry, index) => isTwin[index] === false))) await writeAll(part)
  for (const [index, entry] of batch.entries()) if (isTwin[index] === true) entry.resolve({ kind: 'key_taken' })
}

/** A row that cannot be stored fails alone: the batch is written again in halves. */
async function writeAll(requests: readonly WaitingRequest[]): Promise<void> {
  for (let attempt = 1; attempt <= attempts; attempt++) {
    const batch = await answerLiveCalls(requests)
    const [first] = batch
    if (first === undefined) return
    const workflow = await currentWorkflow(first.context)
    const decided = await decide(first.context, batch, workflow)
    const { requests: written, outcome } = await writeDecided(first.context, { decided, workflow })
    if (outcome.kind === 'written') return answerAll(written, outcome)
    if (outcome.kind === 'bad_row') return batch.length === 1 ? refuse(first, outcome.reason) : writeHalves(batch)
    if (outcome.kind === 'stale') await reloadWorkflow(first.context)
    else if (outcome.kind === 'customer_race')
      for (const { context, request } of batch) forgetKnownCustomer(context, request.customerId)
  }
  throw new AppError('unavailable', 'The workspace is changing too fast; the ticket was not recorded.')
}

/** Decides requests in memory: the customers and orders they name are looked up, nothing is written. */
export async function decide(
  context: Context,
  batch: readonly WaitingRequest[],
  workflow: WorkflowSnapshot,
): Promise<Decided[]> {
  const customers = await lookUpCustomers(
    context,
    batch.map(({ request }) => request.customerId),
  )
  const orders = await lookUpOrders(
    context,
    batch.flatMap(({ request }) => request.orderId ?? []),
  )
  const newcomers = new Map<string, KnownCustomer>()
  return batch.map((entry) => {
    const { request } = entry
    const known = customers.get(request.customerId)
    const customer = known ?? newcomers.get(request.customerId) ?? newcomer(entry)
    const isNewCustomer = known === undefined && !newcomers.has(request.customerId)
    if (isNewCustomer) newcomers.set(request.customerId, customer)
    const order = request.orderId === undefined ? null : (orders.get(request.orderId) ?? null)
    const prepared = prepareTicket(entry.context, request, { workflow, customer, order, at: entry.context.now() })
    return { entry, prepared, customer, isNewCustomer }
  })
}

function newcomer({ request }: WaitingRequest): KnownCustomer {
  const { name, language, tier, attributes } = request.customer ?? {}
  return {
    id: newId(),
    externalId: request.customerId,
    name: name ?? null,
    language: language ?? null,
    tier: tier ?? null,
    attributes: attributes ?? {},
    contacts: [],
  }
}

function answerAll(decided: readonly Written[], written: { base: number; places: ReadonlySet<number> }): void {
  const [first] = decided
  if (first === undefined) return
  announceEvents(first.entry.context.memory)
  for (const [place, one] of decided.entries()) {
    const { entry, customer, isNewCustomer } = one
    if (!written.places.has(place + 1)) {
      entry.resolve({ kind: 'key_taken' })
      continue
    }
    // Contacts of a newcomer are not at hand as stored, so the next request reads the customer once.
    if (isNewCustomer && entry.request.customer === undefined) rememberCustomers(entry.context, [customer])
    entry.resolve(createdAs(one, written.base + place + 1))
  }
}

/** What a recorded request is answered by, now that the database has given its ticket a number. */
export function createdAs({ rows }: Written, number: number): RequestOutcome {
  const { head, tail } = rows.answer
  const answer = rows.call?.answer ?? `${head}${number}${tail}`
  return { kind: 'created', answer, location: locationOf(rows) }
}

async function writeHalves(batch: readonly WaitingRequest[]): Promise<void> {
  const middle = Math.ceil(batch.length / 2)
  await writeAll(batch.slice(0, middle))
  await writeAll(batch.slice(middle))
}

function refuse(entry: WaitingRequest, reason: string): void {
  entry.reject(new AppError('invalid', `The request cannot be stored: ${reason}.`))
}

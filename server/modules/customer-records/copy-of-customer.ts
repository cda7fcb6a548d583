import { createHash } from 'node:crypto'
import type { Context } from '../../platform/context.ts'
import { encodeId, type IdKind, newId } from '../../platform/ids.ts'
import type { signingKey } from '../audit/index.ts'
import { findCustomer } from '../customers/index.ts'
import { actorOf } from '../events/index.ts'
import { exportReceiptText } from './export-receipt.ts'
import { insertExportReceipt } from './export-receipt-store.ts'
import { findExportedRest } from './export-rest-view.ts'
import { type ExportPage, findExportedTickets } from './export-view.ts'
import { proofOf } from './receipt.ts'

/** Tickets that are read at once: each may hold a thousand messages. */
const ticketsAtOnce = 20

const kindOf: Readonly<Record<string, IdKind>> = {
  ticketId: 'ticket',
  keptOnTicketId: 'ticket',
  sourceTicketId: 'ticket',
  targetTicketId: 'ticket',
  messageId: 'message',
  callId: 'call',
  chatId: 'chat',
  caseId: 'case',
  evidenceId: 'evidence',
  orderId: 'order',
  customerId: 'customer',
  fileId: 'file',
  mailId: 'mail',
  reviewId: 'review',
}

/** What holds a caller's own texts, in which a name may be one of these and mean something else. */
const ofCallers: ReadonlySet<string> = new Set([
  'agent',
  'attributes',
  'cause',
  'correction',
  'customerTold',
  'descriptor',
  'faq',
  'fields',
  'items',
  'macro',
  'orderTold',
])

interface Counts {
  orders: number
  tickets: number
  messages: number
}

interface Copying {
  readonly customerId: string
  /** Every row that is this customer, further ids among them. */
  readonly customerIds: readonly string[]
  readonly key: Awaited<ReturnType<typeof signingKey>>
}

/**
 * The copy in parts. Its last member is a receipt: ids and figures, the hash of all that stands before it, and the
 * signature of the workspace's audit key, so that whoever holds a copy can show what was given out and that it is whole. It
 * is kept before it is sent: nobody holds one that is not listed.
 */
export async function* copyOfCustomer(context: Context, copying: Copying): AsyncGenerator<string> {
  const exportedAt = new Date(context.now()).toISOString()
  const content = createHash('sha256')
  const counts: Counts = { orders: 0, tickets: 0, messages: 0 }
  for await (const part of partsOf(context, { ...copying, exportedAt, counts })) {
    content.update(part)
    yield part
  }
  const { customerId, customerIds, key } = copying
  const text = exportReceiptText({
    workspaceId: context.workspace.id,
    customerId,
    customerIds,
    exportedAt,
    exportedBy: actorOf(context.principal),
    counts,
    contentHash: content.digest('hex'),
  })
  const proof = proofOf(key, text)
  const kept = { id: newId(), customerId, text, ...proof }
  // oxlint-disable-next-line switchyard/verb -- customer.exported has told it; what was sent of a copy is known at its end
  await context.transaction((tx) => insertExportReceipt(tx, context.workspace.id, kept))
  const { hash, keyNumber, signature } = proof
  const receipt = { ...text, hash: hash.toString('hex'), keyNumber, signature: signature.toString('base64') }
  yield `,"receipt":${JSON.stringify(receipt)}}\n`
}

async function* partsOf(
  context: Context,
  { customerId, exportedAt, counts }: Copying & { exportedAt: string; counts: Counts },
): AsyncGenerator<string> {
  const workspaceId = context.workspace.id
  const [customer, rest] = await context.read(async (tx) => [
    await findCustomer(tx, workspaceId, customerId),
    await findExportedRest(tx, workspaceId, customerId),
  ])
  counts.orders = rest.orders.length
  const head = {
    format: 'switchyard.customer/1',
    exportedAt,
    customer: customer === null ? null : { ...customer, id: encodeId('customer', customer.id) },
    ...rest,
  }
  yield `${JSON.stringify(withPublicIds(head)).slice(0, -1)},"tickets":[`
  for (let after: string | null = null; ;) {
    const page: ExportPage = { customerId, after, limit: ticketsAtOnce }
    const tickets = await context.read((tx) => findExportedTickets(tx, workspaceId, page))
    for (const { copy } of tickets) {
      yield `${counts.tickets === 0 ? '' : ','}\n${JSON.stringify(withPublicIds(copy))}`
      counts.tickets += 1
      counts.messages += copy.messages.length
    }
    after = tickets.at(-1)?.id ?? null
    if (tickets.length < ticketsAtOnce) break
  }
  yield '\n]'
}

/** Writes ids as the API does, wherever they stand; a caller's own texts are left as they are. */
function withPublicIds(value: unknown, name = ''): unknown {
  const kind = kindOf[name]
  if (typeof value === 'string') return kind === undefined ? value : encodeId(kind, value)
  if (Array.isArray(value)) return value.map((item) => withPublicIds(item))
  if (value === null || typeof value !== 'object') return value
  return Object.fromEntries(
    Object.entries(value).map(([key, member]) => [key, ofCallers.has(key) ? member : withPublicIds(member, key)]),
  )
}

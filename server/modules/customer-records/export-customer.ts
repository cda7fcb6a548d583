import type { Context } from '../../platform/context.ts'
import { requirePermission } from '../access/index.ts'
import { encodeId, type IdKind } from '../../platform/ids.ts'
import { findCustomer, lockCustomers, refuseEnded, takeCustomerSeq } from '../customers/index.ts'
import { appendEvents } from '../events/index.ts'
import { type ExportPage, findExportedRest, findExportedTickets } from './export-view.ts'
import { refuseLimited } from './refuse-limited.ts'

/** Tickets that are read at once: each may hold a thousand messages. */
const ticketsAtOnce = 20

const kindOf: Readonly<Record<string, IdKind>> = {
  ticketId: 'ticket',
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

/**
 * A copy of everything the product holds about a customer, as the text of one JSON document in parts; that it was taken
 * is told in the log before the first part. Null when there is no such customer. Throws `conflict` for one that was
 * merged or erased.
 */
export async function exportCustomer(
  context: Context,
  input: { customerId: string },
): Promise<AsyncGenerator<string> | null> {
  requirePermission(context, 'customer:export')
  refuseLimited(context)
  const { customerId } = input
  const isThere = await context.transaction(async (tx) => {
    await lockCustomers(tx, context.workspace.id, [customerId])
    const customer = await findCustomer(tx, context.workspace.id, customerId)
    if (customer === null) return false
    refuseEnded(customer)
    const subject = {
      kind: 'customer',
      id: customerId,
      seq: await takeCustomerSeq(tx, context.workspace.id, customerId),
    }
    await appendEvents(tx, context, [
      { type: 'customer.exported', subject: { ...subject, kind: 'customer' }, ticketId: null, data: {} },
    ])
    return true
  })
  return isThere ? copyOf(context, customerId) : null
}

async function* copyOf(context: Context, customerId: string): AsyncGenerator<string> {
  const workspaceId = context.workspace.id
  const [customer, rest] = await context.read(async (tx) => [
    await findCustomer(tx, workspaceId, customerId),
    await findExportedRest(tx, workspaceId, customerId),
  ])
  const head = {
    format: 'switchyard.customer/1',
    exportedAt: new Date(context.now()).toISOString(),
    customer: customer === null ? null : { ...customer, id: encodeId('customer', customer.id) },
    ...rest,
  }
  yield `${JSON.stringify(withPublicIds(head)).slice(0, -1)},"tickets":[`
  for (let after: string | null = null, isFirst = true; ;) {
    const page: ExportPage = { customerId, after, limit: ticketsAtOnce }
    const tickets = await context.read((tx) => findExportedTickets(tx, workspaceId, page))
    for (const { copy } of tickets) {
      yield `${isFirst ? '' : ','}\n${JSON.stringify(withPublicIds(copy))}`
      isFirst = false
    }
    after = tickets.at(-1)?.id ?? null
    if (tickets.length < ticketsAtOnce) break
  }
  yield '\n]}\n'
}

/** Writes ids as the API does, wherever they stand; a caller's own texts are left as they are. */
function withPublicIds(value: unknown, name = ''): unknown {
  const kind = kindOf[name]
  if (typeof value === 'string') return kind === undefined ? value : encodeId(kind, value)
  if (Array.isArray(value)) return value.map((item) => withPublicIds(item))
  if (value === null || typeof value !== 'object') return value
  return Object.fromEntries(
    Object.entries(value).map(([key, member]) => [key, isOfCaller(key) ? member : withPublicIds(member, key)]),
  )
}

function isOfCaller(name: string): boolean {
  return name === 'attributes' || name === 'fields' || name === 'items' || name === 'cause' || name === 'correction'
}

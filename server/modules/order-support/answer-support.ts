import type { Context, Tx } from '../../platform/context.ts'
import { AppError } from '../../platform/errors.ts'
import { encodeId } from '../../platform/ids.ts'
import { requirePermission } from '../access/index.ts'
import { checkCallbackUrl, queueDeliveries } from '../deliveries/index.ts'
import { appendEvents } from '../events/index.ts'
import { MovedMeanwhile } from '../handling/index.ts'
import type { Order } from '../orders/index.ts'
import { takeTicketSeq } from '../tickets/index.ts'
import { type OrderNamed, requireOrderToSupport, requireSession, shown } from './find-session.ts'
import { openSupport } from './open-support.ts'
import { becknCodes, insideMessage, refuseMember } from './refusals.ts'
import type { SupportBody, SupportSession } from './support.ts'
import { insertSupportMessage } from './support-store.ts'
import { findOpenSession } from './support-view.ts'

/** Beckn's context, as far as anything is read of it; it goes back whole. */
export type BecknContext = Readonly<Record<string, unknown>> & {
  readonly action: string
  readonly message_id: string
  /** Where the answer goes: `<bap_uri>/on_support`. */
  readonly bap_uri?: string
}

export interface SupportRequest {
  readonly context: BecknContext
  readonly support: SupportBody
  readonly publicUrl: string
}

/**
 * Takes Beckn's `support`: the open session of the order, or a new one by what the message says, is told to the caller by
 * `on_support`, signed and repeated like every delivery. A message that comes again, by its `message_id`, is told no
 * second time. What throws here is answered by a NACK, and nothing is owed.
 */
export async function requestSupport(context: Context, request: SupportRequest): Promise<void> {
  const { support, publicUrl } = request
  const { message_id: messageId } = request.context
  requirePermission(context, 'chat:write')
  const orderId = support.order_id
  if (orderId === undefined) {
    const field = { pointer: '/message/support/order_id', code: 'required', message: 'Say which order it is about.' }
    throw refuseMember(becknCodes.invalidRequest, field)
  }
  const url = callbackOf(context, request)
  await context.transaction(async (tx) => {
    const inside = context.within(tx)
    const order = await ensureSession(tx, inside, { orderId, publicUrl, body: support, messageId }).catch(
      (error: unknown) => {
        throw insideMessage(error)
      },
    )
    if (order === null) return
    const session = await requireSession(inside, tx, order)
    const answer = await shown(inside, session, publicUrl)
    if (url !== null) await owe(tx, inside, { session, url, body: bodyOf(context, request, answer) })
  })
}

/** The order with a session open, be it this one's; null for a message that came before. */
async function ensureSession(
  tx: Tx,
  context: Context,
  { messageId, ...asked }: OrderNamed & { readonly body: SupportBody; readonly messageId: string },
): Promise<Order | null> {
  const order = await requireOrderToSupport(context, asked)
  const message = { senderId: context.principal.id, messageId, orderId: order.id, at: context.now() }
  if (!(await insertSupportMessage(tx, context.workspace.id, message))) return null
  const isNew = (await findOpenSession(tx, context.workspace.id, order.id)) === null
  if (isNew) await openSupport(context, { ...asked, orderId: order.externalId }).catch(again)
  return order
}

/** Somebody else has opened it meanwhile: from the start again, and that one is told. */
function again(error: unknown): never {
  const isOpen = error instanceof AppError && error.details['beckn'] === becknCodes.notApplicable
  throw isOpen ? new MovedMeanwhile('The session was opened meanwhile.') : error
}

/** Null where the caller names no address: whoever subscribes to `support.*` hears of it all the same. */
function callbackOf(context: Context, { context: { bap_uri: uri } }: SupportRequest): string | null {
  if (uri === undefined) return null
  const url = `${uri.replace(/\/+$/, '')}/on_support`
  checkCallbackUrl(context, url, '/context/bap_uri')
  return url
}

function bodyOf(context: Context, { context: asked }: SupportRequest, support: SupportBody): string {
  const timestamp = new Date(context.now()).toISOString()
  return JSON.stringify({ context: { ...asked, action: 'on_support', timestamp }, message: { support } })
}

async function owe(
  tx: Tx,
  context: Context,
  { session, url, body }: { session: SupportSession; url: string; body: string },
): Promise<void> {
  const { ticketId } = session
  const sequence = (await takeTicketSeq(tx, context.workspace.id, new Map([[ticketId, 1]]))).get(ticketId) ?? 0
  const subject = { kind: 'ticket', id: ticketId, seq: sequence } as const
  const data = { orderId: encodeId('order', session.orderId) }
  const [eventId = ''] = await appendEvents(tx, context, [{ type: 'support.answered', subject, ticketId, data }])
  const { kind, id, partnerId } = context.principal
  const createdBy = { kind, id, partnerId }
  await queueDeliveries(tx, context, [{ ticketId, eventId, sequence, url, createdBy, body, type: 'on_support' }])
}

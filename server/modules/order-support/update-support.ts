import type { Context, Tx } from '../../platform/context.ts'
import { encodeId } from '../../platform/ids.ts'
import { requirePermission } from '../access/index.ts'
import { handleTicket, joinChanges, noChange, updateChange } from '../handling/index.ts'
import type { Order } from '../orders/index.ts'
import { askForCall } from './ask-for-call.ts'
import { assignAgent } from './assign-agent.ts'
import { type OrderNamed, ownPlace, requireOrder, requireSameOrder, requireSession, shown } from './find-session.ts'
import { readWish } from './read-wish.ts'
import { becknCodes, noSession, refuseMember } from './refusals.ts'
import type { SupportBody, SupportSession } from './support.ts'
import { saveSession } from './support-store.ts'

type Change = OrderNamed & { readonly body: SupportBody }

/**
 * Changes what is named of the open session of an order; an `agent` in it is assigned. Throws `not_found` (30010, 50004),
 * `conflict` (40006), `invalid`.
 */
export async function updateSupport(context: Context, input: Change): Promise<SupportBody> {
  if (input.body.agent === undefined) requirePermission(context, 'chat:write', ownPlace(context))
  else requirePermission(context, 'ticket:assign')
  return change(context, input)
}

/** The same, and the body must have the agent. */
export async function setSupportAgent(context: Context, input: Change): Promise<SupportBody> {
  requirePermission(context, 'ticket:assign')
  if (input.body.agent === undefined) {
    const message = 'Name who is to serve the session, or whom to search.'
    throw refuseMember(becknCodes.invalidRequest, { pointer: '/agent', code: 'required', message })
  }
  return change(context, input)
}

async function change(context: Context, input: Change): Promise<SupportBody> {
  const { body, publicUrl } = input
  const wish = body.agent === undefined ? null : readWish(body.agent)
  const order = await requireOrder(context, input)
  await requireSameOrder(context, order, body)
  return context.transaction(async (tx) => {
    const inside = context.within(tx)
    const session = await requireSession(inside, tx, order)
    requireSameChat(session, body)
    // Agents are held before the ticket: one order of locks.
    if (wish !== null && body.agent !== undefined) await assignAgent(tx, inside, { session, wish, agent: body.agent })
    await keep(tx, inside, { order, session, body })
    if (body.callback_phone !== undefined)
      await askForCall(inside, await requireSession(inside, tx, order), body.callback_phone)
    return shown(inside, await requireSession(inside, tx, order), publicUrl)
  })
}

/** The chat of a session is what it is. */
function requireSameChat({ chatId }: SupportSession, { chat }: SupportBody): void {
  if (chat?.session_id === undefined || chat.session_id === encodeId('chat', chatId)) return
  const message = 'The chat of a session cannot be another one.'
  throw refuseMember(becknCodes.invalidRequest, { pointer: '/chat/session_id', code: 'read_only', message })
}

/** Keeps what is told beside what others have told meanwhile, tells the ticket, and lets its summary follow. */
async function keep(
  tx: Tx,
  context: Context,
  { order, session, body }: { order: Order; session: SupportSession; body: SupportBody },
): Promise<void> {
  const changed = Object.keys(body).filter((name) => name !== 'order_id' && name !== 'chat')
  const { ticketId, chatId } = session
  const handled = await handleTicket(context, { ticketId, chatId, permission: 'chat:write' }, async (grip) => {
    await saveTold(tx, context, await requireSession(context, tx, order), body)
    const summary = body.descriptor?.name ?? ''
    const data = { orderId: encodeId('order', session.orderId), changed }
    const said = changed.length === 0 ? noChange : { ...noChange, facts: [{ type: 'support.updated', data } as const] }
    if (summary === '') return said
    const update = { issueSummary: summary.slice(0, 500) }
    return joinChanges(updateChange(grip, update, { at: context.now(), by: 'person' }), said)
  })
  if (handled === null) throw noSession()
}

function saveTold(tx: Tx, context: Context, session: SupportSession, body: SupportBody): Promise<void> {
  const { descriptor = session.descriptor, faq = session.faq, callback_phone: phone, agent } = body
  return saveSession(tx, context.workspace.id, {
    id: session.id,
    descriptor,
    faq,
    callbackPhone: phone ?? session.callbackPhone,
    agent: agent === undefined ? session.agent : agent.id === undefined ? null : agent,
  })
}

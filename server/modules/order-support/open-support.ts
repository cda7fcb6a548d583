import type { Context, Tx } from '../../platform/context.ts'
import { encodeId, newId } from '../../platform/ids.ts'
import { requirePermission } from '../access/index.ts'
import { findAgent } from '../agents/index.ts'
import { createChat, type OpenedChat } from '../chat/index.ts'
import { appendEvents } from '../events/index.ts'
import type { Order } from '../orders/index.ts'
import { findCandidates, findTask } from '../routing/index.ts'
import { takeTicketSeq } from '../tickets/index.ts'
import { holdWorkflow } from '../workflow/index.ts'
import { askForCall } from './ask-for-call.ts'
import { type OrderNamed, requireOrderToSupport, requireSameOrder, shown } from './find-session.ts'
import { type AgentWish, readWish, unknownAgent } from './read-wish.ts'
import { nobodyFits, notApplicable } from './refusals.ts'
import type { SupportBody, SupportSession } from './support.ts'
import { endOverSession, insertSession } from './support-store.ts'
import { findOpenSession } from './support-view.ts'

/** An agent who is named is asked first for so long, where the queue says nothing of it. */
const preferredElseMs = 120_000

/**
 * Opens the support session of an order: a ticket with its chat and task, routed like any other, all or nothing. A named
 * agent is asked first for a while; a search becomes what the task asks for. With a number to call it is a call back.
 * Throws `not_found` (30010), `conflict` when one is open (40001) or nobody fits the search (40006), `invalid`.
 */
export async function openSupport(context: Context, input: OrderNamed & { body: SupportBody }): Promise<SupportBody> {
  const { body, publicUrl } = input
  requirePermission(context, 'chat:write')
  const wish = body.agent === undefined ? null : readWish(body.agent)
  return context.transaction(async (tx) => {
    const inside = context.within(tx)
    const order = await requireOrderToSupport(inside, input)
    await requireSameOrder(inside, order, body)
    if (wish?.kind === 'named' && (await findAgent(tx, context.workspace.id, wish.agentId)) === null)
      throw unknownAgent(body.agent?.id ?? '')
    await endOverSession(tx, context, order.id)
    if ((await findOpenSession(tx, context.workspace.id, order.id)) !== null) throw alreadyOpen()
    const opened = await openChat(inside, { order, body, wish })
    if (wish?.kind === 'search') await requireSomebody(tx, inside, opened)
    await record(tx, inside, { order, body, opened })
    if (body.callback_phone !== undefined)
      await askForCall(inside, await written(tx, context, order), body.callback_phone)
    return shown(inside, await written(tx, context, order), publicUrl)
  })
}

async function written(tx: Tx, context: Context, order: Order): Promise<SupportSession> {
  const session = await findOpenSession(tx, context.workspace.id, order.id)
  if (session === null) throw new Error(`The session of order ${order.id} was written and is gone.`)
  return session
}

function alreadyOpen() {
  return notApplicable('The order has an open support session: read it, change it or close it.')
}

/** The ticket, chat and task behind the session. */
async function openChat(
  context: Context,
  { order, body, wish }: { order: Order; body: SupportBody; wish: AgentWish | null },
): Promise<OpenedChat> {
  const workflow = await context.read((tx) => holdWorkflow(tx, context))
  const { serviceLine, channel } = workflow.document.orderSupport ?? {}
  const { name, short_desc: short, long_desc: long, code } = body.descriptor ?? {}
  const summary = [name, short].filter((text) => text !== undefined && text !== '').join(': ')
  const phone = body.callback_phone
  const request = {
    customerId: order.customerId === null ? `order-${order.id}` : encodeId('customer', order.customerId),
    orderId: order.externalId,
    tags: ['order-support', ...tagOf(code)],
    ...(serviceLine !== undefined && { serviceLine }),
    ...(channel !== undefined && { channel }),
    ...(summary !== '' && { issueSummary: summary.slice(0, 500) }),
    ...(long !== undefined && long.trim() !== '' && { message: long }),
    ...(phone !== undefined && { customer: { phone } }),
    ...(wish?.kind === 'named' && { preferredAgent: wish.agentId, preferredElseMs }),
    ...(wish?.kind === 'search' && { wanted: wish.wanted }),
    ...(wish?.kind === 'search' && wish.language !== null && { language: wish.language }),
  }
  return createChat(context, { request, hasKey: true })
}

/** Rules may go by the code of the complaint. */
function tagOf(code: string | undefined): string[] {
  const tag = code?.toLowerCase().replaceAll(/[^a-z0-9_-]+/g, '-') ?? ''
  return /^[a-z0-9]/.test(tag) ? [tag.slice(0, 50)] : []
}

async function requireSomebody(tx: Tx, context: Context, { chat }: OpenedChat): Promise<void> {
  const task = await findTask(tx, context.workspace.id, chat.taskId)
  if (task === null) throw new Error(`Task ${chat.taskId} was written and is gone.`)
  const { fitting } = await findCandidates(context, task, await holdWorkflow(tx, context))
  if (fitting === 0) throw nobodyFits('Nobody here is as the search wants them.')
}

async function record(
  tx: Tx,
  context: Context,
  { order, body, opened: { chat, token } }: { order: Order; body: SupportBody; opened: OpenedChat },
): Promise<void> {
  const { descriptor = null, faq = null, callback_phone: callbackPhone = null, agent = null } = body
  const ids = { orderId: order.id, ticketId: chat.ticketId, chatId: chat.id }
  const told = { descriptor, faq, callbackPhone, agent: agent?.id === undefined ? null : agent }
  if (!(await insertSession(tx, context, { id: newId(), ...ids, ...told, chatToken: token }))) throw alreadyOpen()
  const seq = (await takeTicketSeq(tx, context.workspace.id, new Map([[chat.ticketId, 1]]))).get(chat.ticketId) ?? 0
  const data = {
    orderId: encodeId('order', order.id),
    chatId: encodeId('chat', chat.id),
    taskId: encodeId('task', chat.taskId),
  }
  const subject = { kind: 'ticket', id: chat.ticketId, seq } as const
  await appendEvents(tx, context, [{ type: 'support.opened', subject, ticketId: chat.ticketId, data }])
}

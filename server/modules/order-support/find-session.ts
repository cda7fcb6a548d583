import type { Context, Tx } from '../../platform/context.ts'
import { inNameOf } from '../../platform/context.ts'
import { decodeId } from '../../platform/ids.ts'
import { systemPrincipal } from '../../platform/principal.ts'
import { can } from '../access/index.ts'
import { lookUpOrders, type Order, saveOrder } from '../orders/index.ts'
import { currentWorkflow } from '../workflow/index.ts'
import { presentSupport } from './present-support.ts'
import { becknCodes, noSession, refuseMember, unknownOrder } from './refusals.ts'
import type { SupportBody, SupportSession } from './support.ts'
import { chatTokenOf } from './support-store.ts'
import { findOpenSession } from './support-view.ts'

/** The order that a call is about, and where this service is reached from outside. */
export interface OrderNamed {
  /** Its caller's id, its provider's, or ours. */
  readonly orderId: string
  readonly publicUrl: string
}

/** The order of a call. Throws `not_found` (30010). */
export async function requireOrder(context: Context, { orderId, publicUrl }: OrderNamed): Promise<Order> {
  const order = (await lookUpOrders(context, [orderId])).get(orderId)
  if (order === undefined) throw unknownOrder(orderId, publicUrl)
  return order
}

/** The same where support is asked for: the workflow may want unknown orders to be registered by that. */
export async function requireOrderToSupport(context: Context, named: OrderNamed): Promise<Order> {
  const { orderSupport } = (await currentWorkflow(context)).document
  const order = (await lookUpOrders(context, [named.orderId])).get(named.orderId)
  // An id of ours that is none is a slip, and no name of the caller's own.
  const mayBeMade = orderSupport?.unknownOrders === 'create' && decodeId('order', named.orderId) === null
  if (order !== undefined || !mayBeMade) return order ?? requireOrder(context, named)
  const nothing = { storeId: null, brand: null, region: null, serviceMode: null, customerId: null, items: [] }
  const made = { ...nothing, externalId: named.orderId, placedAt: context.now(), status: 'CREATED' }
  // The workflow has said so; whoever asks for support needs no right to save orders.
  return saveOrder(inNameOf(context, systemPrincipal), made)
}

/** A body that names an order names the one of the address, by whichever of its ids. Throws `invalid` (30000). */
export async function requireSameOrder(
  context: Context,
  order: Order,
  { order_id: named }: SupportBody,
): Promise<void> {
  if (named === undefined || named === order.externalId) return
  if ((await lookUpOrders(context, [named])).get(named)?.id === order.id) return
  const message = `The address names the order "${order.externalId}", the body "${named}".`
  throw refuseMember(becknCodes.invalidRequest, { pointer: '/order_id', code: 'other_order', message })
}

/** The open session of an order. Throws `not_found` (50004) also where the caller may not see it. */
export async function requireSession(context: Context, tx: Tx, order: Order): Promise<SupportSession> {
  const session = await findOpenSession(tx, context.workspace.id, order.id)
  if (session === null) throw noSession()
  const place = { ...session.place, chatId: session.chatId }
  if (!can(context.principal, 'chat:read', place)) throw noSession()
  return session
}

/** Whether a caller may touch sessions at all is asked first, whether this one once it is known. */
export function ownPlace({ principal }: Context) {
  return principal.kind === 'customer' ? { customerId: principal.id, chatId: principal.chatId ?? null } : {}
}

/** A session as the surface writes it. Who may only read it is not given what speaks in its customer's name. */
export async function shown(context: Context, session: SupportSession, publicUrl: string): Promise<SupportBody> {
  const workflow = await currentWorkflow(context)
  const mayTalk = can(context.principal, 'chat:write', { ...session.place, chatId: session.chatId })
  const token = mayTalk ? chatTokenOf(context, session) : null
  return presentSupport(session, { workflow, workspace: context.workspace, publicUrl, token })
}

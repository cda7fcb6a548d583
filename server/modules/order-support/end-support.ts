import type { Context, Tx } from '../../platform/context.ts'
import { encodeId } from '../../platform/ids.ts'
import { requirePermission } from '../access/index.ts'
import { findLiveChat } from '../chats/index.ts'
import {
  closingPastGuards,
  type Grip,
  handleTicket,
  joinChanges,
  noChange,
  type TaskMove,
  type TicketChange,
  withoutAssignee,
} from '../handling/index.ts'
import { hasOpenCase } from '../tickets/index.ts'
import { type OrderNamed, ownPlace, requireOrder, requireSession, shown } from './find-session.ts'
import { noAgentYet, noSession } from './refusals.ts'
import type { SupportBody, SupportSession } from './support.ts'
import { endSession, saveSession } from './support-store.ts'

/**
 * Closes the session of an order and gives its last state. Who has it in hand ends the conversation by that and settles
 * the ticket; where nobody has it yet, the ticket is closed, unless an open case keeps it. Throws `not_found`.
 */
export async function closeSupport(context: Context, named: OrderNamed): Promise<SupportBody> {
  requirePermission(context, 'chat:write', ownPlace(context))
  const order = await requireOrder(context, named)
  return context.transaction(async (tx) => {
    const inside = context.within(tx)
    const session = await requireSession(inside, tx, order)
    const last = await shown(inside, session, named.publicUrl)
    const { ticketId, chatId } = session
    const handled = await handleTicket(inside, { ticketId, chatId, permission: 'chat:write' }, async (grip) => {
      // Of two who close it at once, the second comes here after the first.
      if (!(await endSession(tx, inside, session.id))) throw noSession()
      return closing(tx, inside, { grip, session })
    })
    if (handled === null) throw noSession()
    return last
  })
}

async function closing(
  tx: Tx,
  context: Context,
  { grip, session }: { grip: Grip; session: SupportSession },
): Promise<TicketChange> {
  const live = await findLiveChat(tx, context.workspace.id, session.ticketId)
  const data = { orderId: encodeId('order', session.orderId), reason: 'closed' }
  const told: TicketChange = { ...noChange, facts: [{ type: 'support.closed', data }] }
  const { task } = grip
  const end = { by: 'customer', reason: 'closed' } as const
  if (task !== null && task.agentId !== null) {
    const over = live === null ? ({ kind: 'finish' } as const) : ({ kind: 'endChat', end } as const)
    return joinChanges({ ...noChange, taskMoves: [over] }, told)
  }
  const { ticket, lifecycle } = grip
  const isInCase = await hasOpenCase(tx, context.workspace.id, { ticketId: ticket.id, lifecycle })
  const closed = closingPastGuards(grip, { at: context.now(), reason: 'support_closed', hasOpenCase: isInCase })
  const taskMoves = task === null ? [] : givenUp({ isClosed: closed !== null, hasChat: live !== null })
  return joinChanges({ ...noChange, taskMoves }, closed ?? noChange, told)
}

/** What becomes of work that nobody has: a ticket that stays open keeps it, without the chat. */
function givenUp({ isClosed, hasChat }: { isClosed: boolean; hasChat: boolean }): TaskMove[] {
  if (hasChat)
    return [{ kind: 'giveUpChat', to: isClosed ? null : 'ticket', end: { by: 'customer', reason: 'closed' } }]
  return isClosed ? [{ kind: 'cancel', reason: 'support_closed' }] : []
}

/**
 * Takes the session from whoever serves it: it waits again at its rank, and this one is not asked again at once. Throws
 * `not_found`, with 40006 when nobody serves it.
 */
export async function removeSupportAgent(context: Context, named: OrderNamed): Promise<SupportBody> {
  requirePermission(context, 'ticket:assign')
  const order = await requireOrder(context, named)
  return context.transaction(async (tx) => {
    const inside = context.within(tx)
    const session = await requireSession(inside, tx, order)
    if (session.servedBy === null) throw noAgentYet()
    const { ticketId } = session
    const handled = await handleTicket(inside, { ticketId, permission: 'ticket:assign' }, (grip) => {
      const { task } = grip
      if (task === null || task.agentId === null) throw noAgentYet()
      const data = { orderId: encodeId('order', session.orderId), changed: ['agent'] }
      const told: TicketChange = {
        ...noChange,
        facts: [{ type: 'support.updated', data }],
        taskMoves: [{ kind: 'requeue' }],
      }
      return joinChanges(withoutAssignee({ ...grip, task }), told)
    })
    if (handled === null) throw noSession()
    const now = await requireSession(inside, tx, order)
    await saveSession(tx, context.workspace.id, { ...now, agent: null })
    return shown(inside, { ...now, agent: null }, named.publicUrl)
  })
}

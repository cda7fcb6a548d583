import type { Context } from '../../platform/context.ts'
import { requirePermission } from '../access/index.ts'
import { currentWorkflow } from '../workflow/index.ts'
import { type OrderNamed, ownPlace, requireOrder, requireSession, shown } from './find-session.ts'
import { presentAgent } from './present-support.ts'
import { noAgentYet } from './refusals.ts'
import type { BecknAgent, SupportBody } from './support.ts'

/** The open support session of an order. Throws `not_found`: 30010 for the order, 50004 for the session. */
export async function getSupport(context: Context, named: OrderNamed): Promise<SupportBody> {
  requirePermission(context, 'chat:read', ownPlace(context))
  const order = await requireOrder(context, named)
  const session = await context.read((tx) => requireSession(context, tx, order))
  return shown(context, session, named.publicUrl)
}

/** Who serves the session of an order. Throws `not_found`, with 40006 when nobody does. */
export async function getSupportAgent(context: Context, named: OrderNamed): Promise<BecknAgent> {
  requirePermission(context, 'chat:read', ownPlace(context))
  const order = await requireOrder(context, named)
  const { servedBy, agent } = await context.read((tx) => requireSession(context, tx, order))
  if (servedBy === null) throw noAgentYet()
  return presentAgent(servedBy, agent, await currentWorkflow(context))
}

import type { Context } from '../../platform/context.ts'
import { scopeLists } from '../../platform/principal.ts'
import { encodeId } from '../../platform/ids.ts'
import { can, requirePermission } from '../access/index.ts'
import { type ConsultFilter, type ConsultSight, findShownConsults, type ShownConsult } from './consult-view.ts'

/** A page of the consults the caller may see, oldest first. Throws `forbidden` when those are none at all. */
export async function listConsults(
  context: Context,
  input: { filter: ConsultFilter; after: string | null; limit: number },
): Promise<ShownConsult[]> {
  const sight = sightOf(context)
  return context.read((tx) => findShownConsults(tx, context.workspace.id, { ...input, sight }))
}

/** As with offers: who may read those, or act for any agent, sees all in scope; an agent sees what it asks and is asked. */
function sightOf(context: Context): ConsultSight {
  const { principal } = context
  // Asked about a list, a customer is refused: consults are never a customer's.
  const anybody = principal.kind === 'customer' ? { customerId: null } : {}
  const mayReadAll = can(principal, 'offer:read', anybody) || can(principal, 'agents:act', anybody)
  if (!mayReadAll && (principal.agentId === null || !can(principal, 'offer:act'))) {
    requirePermission(context, 'offer:read', anybody)
  }
  return {
    ...scopeLists(principal.scope),
    partnerId: principal.partnerId,
    agentId: mayReadAll ? null : principal.agentId,
  }
}

const time = (ms: number) => new Date(ms).toISOString()

/** The consult as the API writes it; `now` in epoch ms. */
export function presentConsult(consult: ShownConsult, now: number) {
  const { agentId, agentName, fromAgentId, fromAgentName, kind, queue, channel, endReason, ticket } = consult
  return {
    id: encodeId('consult', consult.id),
    state: consult.endedAt === null ? ('open' as const) : ('ended' as const),
    taskId: encodeId('task', consult.taskId),
    ticketId: encodeId('ticket', consult.ticketId),
    agent: { id: encodeId('agent', agentId), name: agentName },
    from: { id: encodeId('agent', fromAgentId), name: fromAgentName },
    kind,
    queue,
    channel,
    createdAt: time(consult.createdAt),
    endedAt: consult.endedAt === null ? null : time(consult.endedAt),
    endReason,
    ticket: { ...ticket, waitedMs: Math.max(0, (consult.endedAt ?? now) - consult.enteredAt) },
  }
}

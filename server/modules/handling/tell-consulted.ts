import type { Context, Tx } from '../../platform/context.ts'
import { encodeId } from '../../platform/ids.ts'
import { type NewConsultDelivery, queueConsultDeliveries } from '../deliveries/index.ts'
import { type ConsultForEndpoint, findConsultsForEndpoints } from './consult-view.ts'
import { presentConsult } from './read-consults.ts'

/** What happened to a consult, with the event that says so. */
export interface ConsultNews extends Pick<NewConsultDelivery, 'type' | 'eventId' | 'sequence'> {
  readonly id: string
  /** What is asked; null = nothing was said, or it has ended. */
  readonly note: string | null
}

/** So long an endpoint is tried: nobody waits on the line for an answer, and who asks may ask somebody else. */
const keptMs = 10 * 60_000

/**
 * Queues what the endpoints of agents are to hear of consults, in the transaction that changes these. Who is asked and has
 * no endpoint is left out.
 */
export async function tellConsulted(tx: Tx, context: Context, news: readonly ConsultNews[]): Promise<void> {
  if (news.length === 0) return
  const ids = news.map(({ id }) => id)
  const consults = await findConsultsForEndpoints(tx, context.workspace.id, ids)
  const byId = new Map(consults.map((consult) => [consult.id, consult]))
  const deliveries = news.flatMap((one) => {
    const consult = byId.get(one.id)
    return consult === undefined ? [] : [deliveryOf(context, consult, one)]
  })
  await queueConsultDeliveries(tx, context, deliveries)
}

function deliveryOf(context: Context, consult: ConsultForEndpoint, news: ConsultNews): NewConsultDelivery {
  const now = context.now()
  const { type, eventId, sequence, note } = news
  const { id, state, agent, from, createdAt, endedAt, endReason, ticket } = presentConsult(consult, now)
  const { kind, priority, queue, channel } = consult
  const taskId = encodeId('task', consult.taskId)
  const ticketId = encodeId('ticket', consult.ticketId)
  const data = {
    consult: { id, state, agentId: agent.id, from, note, createdAt, endedAt, endReason },
    task: { id: taskId, kind, state: consult.taskState, priority, queue, channel },
    ticket: { id: ticketId, ...ticket },
  }
  const workspaceId = encodeId('workspace', context.workspace.id)
  return {
    type,
    consultId: consult.id,
    ticketId: consult.ticketId,
    eventId,
    sequence,
    url: consult.url,
    createdBy: consult.setBy,
    expiresAt: now + keptMs,
    body: JSON.stringify({ type, timestamp: new Date(now).toISOString(), workspaceId, ticketId, sequence, data }),
  }
}

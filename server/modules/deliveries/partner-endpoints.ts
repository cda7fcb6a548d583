import { freshHealth } from '../../core/webhooks/endpoint-health.ts'
import { type PartnerEventType } from '../../core/handoff/index.ts'
import type { Context, Tx } from '../../platform/context.ts'
import { encodeId, newId } from '../../platform/ids.ts'
import { actorOf, announceEvents, appendWorkspaceEvent } from '../events/index.ts'
import { insertPartnerEndpoint, type PartnerEndpoint, savePartnerEndpoint } from './partner-endpoint-store.ts'
import { insertQueued } from './queue-store.ts'
import { lockStates, releaseParked, saveStates } from './webhook-state-store.ts'
import { cancelWaiting, markDeleted, readdressWaiting } from './webhook-store.ts'

/** Adds the endpoint of a partner's subscription; the verb that calls it has asked whether it may. Gives its id. */
export async function addPartnerEndpoint(
  tx: Tx,
  context: Context,
  endpoint: { partnerId: string; url: string; type: PartnerEventType },
): Promise<string> {
  const id = newId()
  await insertPartnerEndpoint(tx, context.workspace.id, { ...endpoint, id, createdBy: actorOf(context.principal) })
  await appendWorkspaceEvent(tx, context, { type: 'webhook.created', data: { webhookId: encodeId('webhook', id) } })
  return id
}

/** Gives an endpoint its address anew: it begins afresh, and what waits for it goes there. */
export async function changePartnerEndpoint(
  tx: Tx,
  context: Context,
  { id, url, changed }: { id: string; url: string; changed: readonly string[] },
): Promise<void> {
  const workspaceId = context.workspace.id
  const [state] = await lockStates(tx, workspaceId, [id])
  await savePartnerEndpoint(tx, workspaceId, { id, url })
  await readdressWaiting(tx, workspaceId, { id, url })
  const { succeededAt, failedAt } = state ?? freshHealth
  await saveStates(tx, workspaceId, [{ ...freshHealth, succeededAt, failedAt, target: id }])
  await releaseParked(tx, workspaceId, id)
  await notePartnerEndpoint(tx, context, { id, changed })
}

/** Records what was changed of the subscription of an endpoint. */
export async function notePartnerEndpoint(
  tx: Tx,
  context: Context,
  { id, changed }: { id: string; changed: readonly string[] },
): Promise<void> {
  const data = { webhookId: encodeId('webhook', id), changed: [...changed] }
  await appendWorkspaceEvent(tx, context, { type: 'webhook.updated', data })
}

/** Ends an endpoint and what waits for it; what it was told stays readable. */
export async function endPartnerEndpoint(tx: Tx, context: Context, id: string): Promise<void> {
  await lockStates(tx, context.workspace.id, [id])
  await markDeleted(tx, context.workspace.id, id)
  await cancelWaiting(tx, context.workspace.id, id)
  const data = { webhookId: encodeId('webhook', id) }
  await appendWorkspaceEvent(tx, context, { type: 'webhook.deleted', data })
}

/** What a partner is told of one hand-off. */
export interface PartnerNews {
  readonly endpoint: PartnerEndpoint
  readonly ticketId: string
  readonly eventId: string
  readonly sequence: number
  readonly type: PartnerEventType
  readonly body: string
}

/** Queues it in the transaction of the hand-off, due at once, signed with the partner's key. */
export async function queuePartnerNews(tx: Tx, context: Context, news: PartnerNews): Promise<void> {
  const { endpoint, ticketId, eventId, ...told } = news
  await insertQueued(tx, context.workspace.id, [
    {
      ...told,
      id: newId(),
      ticket_id: ticketId,
      event_id: eventId,
      url: endpoint.url,
      owner_kind: 'partner',
      owner_id: endpoint.partnerId,
      offer_id: null,
      consult_id: null,
      expires_at: null,
      endpoint_id: endpoint.id,
      order_key: null,
      is_strict: false,
      cause: 'auto',
    },
  ])
  tx.afterCommit(() => announceEvents(context.memory))
}

import type { Context, Tx } from '../../platform/context.ts'
import { encodeId, newId } from '../../platform/ids.ts'
import { requirePermission } from '../access/index.ts'
import { announceEvents } from '../events/index.ts'
import type { Delivery } from './delivery.ts'
import { findDelivery } from './delivery-view.ts'
import { endpointSight } from './endpoint-sight.ts'
import { findPartnerDelivery } from './partner-delivery-view.ts'
import type { PartnerEndpoint } from './partner-endpoint-store.ts'
import { queuedRow } from './queue-events.ts'
import { insertQueued } from './queue-store.ts'
import { findOwnWebhook } from './read-webhooks.ts'
import { openPartnerEndpoint } from './replay-partner-delivery.ts'
import { refuseDisabled } from './replay-webhook.ts'
import { hastenProbe, lockStates } from './webhook-state-store.ts'

/**
 * Sends an endpoint a `webhook.test` as any other delivery, signed and retried; a failing endpoint is tried at once.
 * Null when there is no such subscription in scope. Throws `conflict` for one that is disabled.
 */
export async function testWebhook(context: Context, { webhookId }: { webhookId: string }): Promise<Delivery | null> {
  requirePermission(context, 'webhook:write')
  // oxlint-disable-next-line switchyard/verb -- a test is no fact
  return context.transaction(async (tx) => {
    await lockStates(tx, context.workspace.id, [webhookId])
    const webhook = await findOwnWebhook(tx, context, webhookId)
    if (webhook === null) return null
    refuseDisabled(webhook)
    await hastenProbe(tx, context.workspace.id, webhookId)
    const eventId = newId()
    const body = testBody(context, webhookId)
    const told = {
      id: newId(),
      event_id: eventId,
      ticket_id: null,
      sequence: 1,
      type: 'webhook.test',
      body,
      subjectId: eventId,
      cause: 'test' as const,
    }
    const row = queuedRow(webhook, told)
    await insertQueued(tx, context.workspace.id, [row])
    tx.afterCommit(() => announceEvents(context.memory))
    return findDelivery(tx, context.workspace.id, { deliveryId: row.id, sight: endpointSight(context.principal) })
  })
}

/**
 * The same to the endpoint of a partner's subscription, signed with the partner's key, in the transaction of the verb that
 * has asked whose it is. Throws `conflict` for one that is disabled.
 */
export async function testPartnerEndpoint(
  tx: Tx,
  context: Context,
  { id, url, partnerId }: PartnerEndpoint,
): Promise<Delivery | null> {
  const workspaceId = context.workspace.id
  await openPartnerEndpoint(tx, context, id)
  const eventId = newId()
  const told = {
    id: newId(),
    event_id: eventId,
    ticket_id: null,
    sequence: 1,
    type: 'webhook.test',
    body: testBody(context, id),
    subjectId: eventId,
    cause: 'test' as const,
  }
  const row = { ...queuedRow({ id, url, order: 'unordered' }, told), owner_kind: 'partner', owner_id: partnerId }
  await insertQueued(tx, workspaceId, [row])
  tx.afterCommit(() => announceEvents(context.memory))
  return findPartnerDelivery(tx, workspaceId, { endpointIds: [id], deliveryId: row.id })
}

function testBody(context: Context, webhookId: string): string {
  const id = encodeId('webhook', webhookId)
  return JSON.stringify({
    type: 'webhook.test',
    timestamp: new Date(context.now()).toISOString(),
    workspaceId: encodeId('workspace', context.workspace.id),
    ticketId: null,
    sequence: 1,
    data: { webhookId: id },
  })
}

import type { Context } from '../../platform/context.ts'
import { encodeId } from '../../platform/ids.ts'
import { requirePermission } from '../access/index.ts'
import { appendWorkspaceEvent } from '../events/index.ts'
import { findOwnWebhook } from './read-webhooks.ts'
import { refuseOldVersion } from './update-webhook.ts'
import { lockStates } from './webhook-state-store.ts'
import { cancelWaiting, markDeleted } from './webhook-store.ts'

/** Ends a subscription and what waits for it; its deliveries stay readable. False when there is none in scope. */
export async function deleteWebhook(
  context: Context,
  input: { webhookId: string; expectedVersion: number | null },
): Promise<boolean> {
  requirePermission(context, 'webhook:write')
  return context.transaction(async (tx) => {
    await lockStates(tx, context.workspace.id, [input.webhookId])
    const webhook = await findOwnWebhook(tx, context, input.webhookId)
    if (webhook === null) return false
    refuseOldVersion(webhook.version, input.expectedVersion)
    await markDeleted(tx, context.workspace.id, webhook.id)
    await cancelWaiting(tx, context.workspace.id, webhook.id)
    const data = { webhookId: encodeId('webhook', webhook.id) }
    await appendWorkspaceEvent(tx, context, { type: 'webhook.deleted', data })
    return true
  })
}

import type { Context } from '../../platform/context.ts'
import { AppError } from '../../platform/errors.ts'
import { encodeId, newId } from '../../platform/ids.ts'
import { type CallbackKey, requirePermission, rotateKeys } from '../access/index.ts'
import { actorOf, appendWorkspaceEvent } from '../events/index.ts'
import { checkWebhook } from './check-webhook.ts'
import type { Webhook, WebhookDetails } from './webhook.ts'
import { beginTelling, countWebhooks, insertWebhook } from './webhook-store.ts'
import { findWebhook } from './webhook-view.ts'

const webhooksAtMost = 200

/**
 * Subscribes an endpoint to events from now on; gives it with the key that signs. Throws `callback_refused` for an
 * address that may not be called, `conflict` when the workspace has two hundred.
 */
export async function createWebhook(
  context: Context,
  details: WebhookDetails,
): Promise<{ webhook: Webhook; key: CallbackKey }> {
  requirePermission(context, 'webhook:write')
  checkWebhook(context, details)
  return context.transaction(async (tx) => {
    const workspaceId = context.workspace.id
    if ((await countWebhooks(tx, workspaceId)) >= webhooksAtMost)
      throw new AppError('conflict', `A workspace has at most ${webhooksAtMost} subscriptions; delete one first.`)
    const id = newId()
    await insertWebhook(tx, workspaceId, { ...details, id, createdBy: actorOf(context.principal) })
    const [key] = await rotateKeys(tx, context, { owner: { kind: 'webhook', id }, overlapMs: 0 })
    await appendWorkspaceEvent(tx, context, { type: 'webhook.created', data: { webhookId: encodeId('webhook', id) } })
    await beginTelling(tx, workspaceId, id)
    const webhook = await findWebhook(tx, workspaceId, id)
    if (webhook === null || key === undefined) throw new Error(`Webhook ${id} vanished in its own transaction.`)
    return { webhook, key }
  })
}

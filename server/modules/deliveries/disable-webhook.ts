import type { Context, Tx } from '../../platform/context.ts'
import { encodeId } from '../../platform/ids.ts'
import { appendWorkspaceEvent } from '../events/index.ts'
import type { DisabledReason } from './webhook.ts'
import { cancelWaiting, stopTelling } from './webhook-store.ts'

/**
 * Disables a subscription whose state this transaction has locked, ends what waits for it and says so with
 * `webhook.disabled`. Does nothing to one that is disabled or deleted.
 */
export async function disableWebhook(
  tx: Tx,
  context: Context,
  { webhookId, reason }: { webhookId: string; reason: DisabledReason },
): Promise<void> {
  if (!(await stopTelling(tx, context.workspace.id, { webhookId, reason }))) return
  await cancelWaiting(tx, context.workspace.id, webhookId)
  const data = { webhookId: encodeId('webhook', webhookId), reason }
  await appendWorkspaceEvent(tx, context, { type: 'webhook.disabled', data })
}

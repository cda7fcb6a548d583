import type { Context } from '../../platform/context.ts'
import { type CallbackKey, overlapMs as usualOverlapMs, requirePermission, rotateKeys } from '../access/index.ts'
import { findOwnWebhook } from './read-webhooks.ts'
import { lockStates } from './webhook-state-store.ts'

/**
 * Gives a subscription a new key; gives its live keys, the newest first. Those before sign beside it for the overlap,
 * a day unless said.
 * Null when there is no such subscription in scope.
 */
export async function rotateWebhookSecret(
  context: Context,
  input: { webhookId: string; overlapMs?: number | undefined },
): Promise<CallbackKey[] | null> {
  requirePermission(context, 'webhook:write')
  const { webhookId, overlapMs = usualOverlapMs } = input
  // oxlint-disable-next-line switchyard/verb -- rotateKeys records the key that it makes
  return context.transaction(async (tx) => {
    // Two rotations at once take turns.
    await lockStates(tx, context.workspace.id, [webhookId])
    const webhook = await findOwnWebhook(tx, context, webhookId)
    if (webhook === null) return null
    return rotateKeys(tx, context, { owner: { kind: 'webhook', id: webhook.id }, overlapMs })
  })
}

import type { Context, Tx } from '../../platform/context.ts'
import { requirePermission } from '../access/index.ts'
import { isWithinScope, type Webhook } from './webhook.ts'
import { findWebhook, findWebhooks } from './webhook-view.ts'

/** The subscriptions within the caller's scope, the newest first. */
export async function listWebhooks(context: Context): Promise<Webhook[]> {
  requirePermission(context, 'webhook:read')
  const found = await context.read((tx) => findWebhooks(tx, context.workspace.id))
  return found.filter((webhook) => isWithinScope(context.principal, webhook))
}

/** One subscription, or null when there is none within the caller's scope. */
export function getWebhook(context: Context, { webhookId }: { webhookId: string }): Promise<Webhook | null> {
  requirePermission(context, 'webhook:read')
  return context.read((tx) => findOwnWebhook(tx, context, webhookId))
}

/** One subscription within the caller's scope, as this transaction sees it. */
export async function findOwnWebhook(tx: Tx, context: Context, webhookId: string): Promise<Webhook | null> {
  const webhook = await findWebhook(tx, context.workspace.id, webhookId)
  return webhook !== null && isWithinScope(context.principal, webhook) ? webhook : null
}

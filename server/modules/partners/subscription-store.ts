import { sql } from '../../database/query.ts'
import type { Tx } from '../../platform/context.ts'
import type { SubscriptionScope, SubscriptionTerms } from './subscription.ts'

export interface NewSubscriptionRow extends SubscriptionScope, Omit<SubscriptionTerms, 'url'> {
  readonly id: string
  readonly partnerId: string
  readonly integrationId: string | null
  readonly createdBy: unknown
}

/** Adds a subscription; false when another one has its place, also one that is made at this very moment. */
export async function insertSubscription(tx: Tx, workspaceId: string, row: NewSubscriptionRow): Promise<boolean> {
  const added = await tx.count(sql`
    insert into partner_subscriptions (workspace_id, id, partner_id, integration_id, type, brand, region, store_id,
      franchisee, acceptance, accept_within_seconds, echoes_own, created_by)
    values (${workspaceId}, ${row.id}, ${row.partnerId}, ${row.integrationId}, ${row.type}, ${row.brand}, ${row.region},
      ${row.storeId}, ${row.franchisee}, ${row.acceptance}, ${row.acceptWithinSeconds}, ${row.echoesOwn},
      ${JSON.stringify(row.createdBy)}::jsonb)
    on conflict (workspace_id, brand, region, type, coalesce(store_id, ''), coalesce(franchisee, ''))
      where deleted_at is null and displaced_at is null do nothing`)
  return added === 1
}

/** Writes the terms of a subscription; false when it has ended, or another one has its place by now. */
export async function saveTerms(
  tx: Tx,
  workspaceId: string,
  { id, ...terms }: Omit<SubscriptionTerms, 'url'> & { readonly id: string },
): Promise<boolean> {
  const saved = await tx.count(sql`
    update partner_subscriptions as subscription
    set acceptance = ${terms.acceptance}, accept_within_seconds = ${terms.acceptWithinSeconds},
      echoes_own = ${terms.echoesOwn}, updated_at = now(), version = subscription.version + 1
    where subscription.workspace_id = ${workspaceId}
      and subscription.id = ${id}
      and subscription.deleted_at is null
      and subscription.displaced_at is null`)
  return saved === 1
}

/**
 * Takes its place from a subscription whose endpoint is disabled; false when that is told again, or has no place any more.
 */
export async function displaceSubscription(tx: Tx, workspaceId: string, id: string): Promise<boolean> {
  // Whoever saves it anew is waited for here; whether its endpoint is disabled is read after that, by another statement.
  await tx.first(sql<{ id: string }>`
    select subscription.id
    from partner_subscriptions as subscription
    where subscription.workspace_id = ${workspaceId} and subscription.id = ${id}
    for update`)
  const displaced = await tx.count(sql`
    update partner_subscriptions as subscription
    set displaced_at = now(), updated_at = now(), version = subscription.version + 1
    from webhook_endpoints as endpoint
    where subscription.workspace_id = ${workspaceId}
      and subscription.id = ${id}
      and subscription.deleted_at is null
      and subscription.displaced_at is null
      and endpoint.workspace_id = subscription.workspace_id
      and endpoint.id = subscription.id
      and endpoint.status = 'disabled'`)
  return displaced === 1
}

/** Ends a subscription: its place is free. False when it had ended. */
export async function endSubscription(tx: Tx, workspaceId: string, id: string): Promise<boolean> {
  const ended = await tx.count(sql`
    update partner_subscriptions as subscription
    set deleted_at = now(), updated_at = now(), version = subscription.version + 1
    where subscription.workspace_id = ${workspaceId} and subscription.id = ${id} and subscription.deleted_at is null`)
  return ended === 1
}

/** Holds a subscription until the transaction ends, with all others who hold it so; false when it has ended by now. */
export async function holdSubscription(tx: Tx, workspaceId: string, id: string): Promise<boolean> {
  const held = await tx.first(sql<{ id: string }>`
    select subscription.id
    from partner_subscriptions as subscription
    where subscription.workspace_id = ${workspaceId} and subscription.id = ${id} and subscription.deleted_at is null
    for share`)
  return held !== null
}

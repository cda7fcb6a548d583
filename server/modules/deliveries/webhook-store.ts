import type { KeyRenames } from '../../core/workflow/index.ts'
import { sql } from '../../database/query.ts'
import { isOneRenamed, renamedWords } from '../../database/renamed.ts'
import type { Tx } from '../../platform/context.ts'
import type { DisabledReason, WebhookDetails } from './webhook.ts'

/** Adds a subscription that is told of nothing yet: `beginTelling` says from where. */
export async function insertWebhook(
  tx: Tx,
  workspaceId: string,
  webhook: WebhookDetails & { readonly id: string; readonly createdBy: unknown },
): Promise<void> {
  await tx.count(sql`
    insert into webhook_endpoints (workspace_id, id, url, description, event_types, channels, queues, delivery_order,
      rate_per_second, since_seq, created_by)
    values (${workspaceId}, ${webhook.id}, ${webhook.url}, ${webhook.description}, ${webhook.eventTypes}::text[],
      ${webhook.channels}::text[], ${webhook.queues}::text[], ${webhook.order},
      ${webhook.ratePerSecond}, ${Number.MAX_SAFE_INTEGER}, ${JSON.stringify(webhook.createdBy)}::jsonb)`)
  await tx.count(sql`
    insert into webhook_states (workspace_id, target, endpoint_id)
    values (${workspaceId}, ${webhook.id}, ${webhook.id})`)
}

/** How many subscriptions a workspace has. Those who add one wait for each other here. */
export async function countWebhooks(tx: Tx, workspaceId: string): Promise<number> {
  await tx.count(sql`
    insert into webhook_cursors (workspace_id, seq)
    values (${workspaceId}, 0)
    on conflict (workspace_id) do nothing`)
  await lockCursor(tx, workspaceId)
  const row = await tx.first(sql<{ count: number }>`
    select count(*) as count
    from webhook_endpoints as endpoint
    where endpoint.workspace_id = ${workspaceId} and endpoint.deleted_at is null and endpoint.partner_id is null`)
  return row?.count ?? 0
}

/** The place up to which events have been made into deliveries, kept by this transaction. */
export async function lockCursor(tx: Tx, workspaceId: string): Promise<number | null> {
  const row = await tx.first(sql<{ seq: number }>`
    select webhook_cursors.seq
    from webhook_cursors
    where webhook_cursors.workspace_id = ${workspaceId}
    for update`)
  return row?.seq ?? null
}

/** The same without waiting: null while another process has it. */
export async function takeCursor(tx: Tx, workspaceId: string): Promise<number | null> {
  const row = await tx.first(sql<{ seq: number }>`
    select webhook_cursors.seq
    from webhook_cursors
    where webhook_cursors.workspace_id = ${workspaceId}
    for update skip locked`)
  return row?.seq ?? null
}

export async function moveCursor(tx: Tx, workspaceId: string, seq: number): Promise<void> {
  await tx.count(sql`
    update webhook_cursors
    set seq = ${seq}
    where webhook_cursors.workspace_id = ${workspaceId}`)
}

/**
 * Lets a subscription be told of what happens from now on: of events above the one that this transaction appended last.
 * Where nobody is told of anything the workspace's place has stayed behind and moves here.
 */
export async function beginTelling(tx: Tx, workspaceId: string, webhookId: string): Promise<void> {
  // The lock comes first, in a statement of its own, so that the next one sees who else has begun meanwhile.
  await lockCursor(tx, workspaceId)
  await tx.count(sql`
    update webhook_cursors
    set seq = currval('event_seq')
    where webhook_cursors.workspace_id = ${workspaceId}
      and not exists (
        select 1
        from webhook_endpoints as other
        where other.workspace_id = ${workspaceId}
          and other.id <> ${webhookId}
          and other.status = 'active'
          and other.deleted_at is null
          and other.partner_id is null)`)
  await tx.count(sql`
    update webhook_endpoints as endpoint
    set status = 'active', disabled_reason = null, since_seq = currval('event_seq')
    where endpoint.workspace_id = ${workspaceId} and endpoint.id = ${webhookId}`)
}

/** Writes what a caller says of a subscription; its version rises. */
export async function saveWebhook(
  tx: Tx,
  workspaceId: string,
  webhook: WebhookDetails & { readonly id: string },
): Promise<void> {
  await tx.count(sql`
    update webhook_endpoints as endpoint
    set url = ${webhook.url}, description = ${webhook.description}, event_types = ${webhook.eventTypes}::text[],
      channels = ${webhook.channels}::text[], queues = ${webhook.queues}::text[], delivery_order = ${webhook.order},
      rate_per_second = ${webhook.ratePerSecond}, updated_at = now(), version = endpoint.version + 1
    where endpoint.workspace_id = ${workspaceId} and endpoint.id = ${webhook.id}`)
}

/** Tells an endpoint nothing more. False when it was disabled or deleted before. */
export async function stopTelling(
  tx: Tx,
  workspaceId: string,
  end: { webhookId: string; reason: DisabledReason },
): Promise<boolean> {
  const stopped = await tx.count(sql`
    update webhook_endpoints as endpoint
    set status = 'disabled', disabled_reason = ${end.reason}, updated_at = now(), version = endpoint.version + 1
    where endpoint.workspace_id = ${workspaceId}
      and endpoint.id = ${end.webhookId}
      and endpoint.status = 'active'
      and endpoint.deleted_at is null`)
  return stopped === 1
}

/** Deletes a subscription; what it was told stays readable. */
export async function markDeleted(tx: Tx, workspaceId: string, webhookId: string): Promise<void> {
  await tx.count(sql`
    update webhook_endpoints as endpoint
    set deleted_at = now(), version = endpoint.version + 1
    where endpoint.workspace_id = ${workspaceId} and endpoint.id = ${webhookId}`)
}

/** Ends what still waits for an endpoint; what is being sent at this moment goes on. */
export async function cancelWaiting(tx: Tx, workspaceId: string, webhookId: string): Promise<void> {
  await tx.count(sql`
    update deliveries as waiting
    set state = 'cancelled', ended_at = now(), lease_until = null, epoch = waiting.epoch + 1
    where waiting.workspace_id = ${workspaceId}
      and waiting.endpoint_id = ${webhookId}
      and waiting.state = 'pending'
      and (waiting.lease_until is null or waiting.lease_until <= now())`)
}

/** Writes what waits for an endpoint the address that it has now. */
export async function readdressWaiting(tx: Tx, workspaceId: string, webhook: { id: string; url: string }) {
  await tx.count(sql`
    update deliveries as waiting
    set url = ${webhook.url}
    where waiting.workspace_id = ${workspaceId}
      and waiting.endpoint_id = ${webhook.id}
      and waiting.state = 'pending'`)
}

/** Writes the new names of channels and queues into the limits of subscriptions. */
export async function saveRenamedLimits(tx: Tx, workspaceId: string, renames: KeyRenames): Promise<void> {
  const channels = sql`endpoint.channels`
  const queues = sql`endpoint.queues`
  await tx.count(sql`
    update webhook_endpoints as endpoint
    set channels = ${renamedWords(channels, renames.channels)}, queues = ${renamedWords(queues, renames.queues)},
      version = endpoint.version + 1
    where endpoint.workspace_id = ${workspaceId}
      and endpoint.deleted_at is null
      and (${isOneRenamed(channels, renames.channels)} or ${isOneRenamed(queues, renames.queues)})`)
}

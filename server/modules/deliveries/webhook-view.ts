import { sql } from '../../database/query.ts'
import type { Tx } from '../../platform/context.ts'
import type { Webhook } from './webhook.ts'

const columns = sql`
  endpoint.id, endpoint.url, endpoint.description, endpoint.event_types as "eventTypes", endpoint.channels,
  endpoint.queues, endpoint.delivery_order as "order", endpoint.rate_per_second as "ratePerSecond",
  case when endpoint.status = 'active' and (state.probe_at is not null or state.pauses > 0) then 'degraded'
    else endpoint.status end as status,
  endpoint.disabled_reason as "disabledReason", state.failures, state.succeeded_at as "lastSuccessAt",
  state.failed_at as "lastFailureAt",
  state.probe_at as "probeAt", endpoint.created_at as "createdAt", endpoint.updated_at as "updatedAt",
  endpoint.version,
  jsonb_build_object('waiting', waiting.count, 'oldestWaitingAt', floor(extract(epoch from oldest.created_at) * 1000),
    'deliveries', latest.count, 'delivered', latest.delivered, 'dead', latest.dead, 'attempts', latest.attempts) as health`

const joined = sql`
  webhook_endpoints as endpoint
  join webhook_states as state on state.workspace_id = endpoint.workspace_id and state.target = endpoint.id::text
  cross join lateral (
    select count(*)
    from (
      select 1
      from deliveries as pending
      where pending.workspace_id = endpoint.workspace_id
        and pending.endpoint_id = endpoint.id
        and pending.state = 'pending'
        and pending.ended_at is null
      limit 10000) as first_ones) as waiting
  left join lateral (
    select pending.created_at
    from deliveries as pending
    where pending.workspace_id = endpoint.workspace_id
      and pending.endpoint_id = endpoint.id
      and pending.state = 'pending'
      and pending.ended_at is null
    order by pending.id
    limit 1) as oldest on true
  cross join lateral (
    select count(*), count(*) filter (where told.state = 'delivered') as delivered,
      count(*) filter (where told.state = 'dead') as dead, coalesce(sum(told.attempts), 0)::integer as attempts
    from (
      select one.state, one.attempts
      from deliveries as one
      where one.workspace_id = endpoint.workspace_id and one.endpoint_id = endpoint.id and one.attempts > 0
      order by one.id desc
      limit 200) as told) as latest`

/** Every subscription that has not been deleted, the newest first. */
export function findWebhooks(tx: Tx, workspaceId: string): Promise<Webhook[]> {
  return tx.rows(sql<Webhook>`
    select ${columns}
    from ${joined}
    where endpoint.workspace_id = ${workspaceId} and endpoint.deleted_at is null and endpoint.partner_id is null
    order by endpoint.id desc`)
}

/** One subscription, or null. */
export function findWebhook(tx: Tx, workspaceId: string, webhookId: string): Promise<Webhook | null> {
  return tx.first(sql<Webhook>`
    select ${columns}
    from ${joined}
    where endpoint.workspace_id = ${workspaceId}
      and endpoint.id = ${webhookId}
      and endpoint.deleted_at is null
      and endpoint.partner_id is null`)
}

/** What the fan-out knows of an active subscription. */
export interface ActiveWebhook extends Pick<Webhook, 'id' | 'url' | 'eventTypes' | 'channels' | 'queues' | 'order'> {
  /** Events above this number are told by themselves. */
  readonly sinceSeq: number
}

/** The subscriptions of a workspace that are told of events now. */
export function findActiveWebhooks(tx: Tx, workspaceId: string): Promise<ActiveWebhook[]> {
  return tx.rows(sql<ActiveWebhook>`
    select endpoint.id, endpoint.url, endpoint.event_types as "eventTypes", endpoint.channels, endpoint.queues,
      endpoint.delivery_order as "order", endpoint.since_seq as "sinceSeq"
    from webhook_endpoints as endpoint
    where endpoint.workspace_id = ${workspaceId}
      and endpoint.status = 'active'
      and endpoint.deleted_at is null
      and endpoint.partner_id is null
    order by endpoint.id`)
}

/** Workspaces with active subscriptions and events that have not been made into deliveries. Needs the relay's role. */
export async function findWorkspacesToFanOut(tx: Tx, upTo: number): Promise<string[]> {
  const rows = await tx.rows(sql<{ id: string }>`
    select place.workspace_id as id
    from webhook_cursors as place
    where exists (
        select 1
        from webhook_endpoints as endpoint
        where endpoint.workspace_id = place.workspace_id
          and endpoint.status = 'active'
          and endpoint.deleted_at is null
          and endpoint.partner_id is null)
      and exists (
        select 1
        from events as event
        where event.workspace_id = place.workspace_id and event.seq > place.seq and event.seq <= ${upTo})`)
  return rows.map((row) => row.id)
}

/** Which of these events an endpoint has a delivery of, and what became of it. */
export function findDeliveriesOfEvents(
  tx: Tx,
  workspaceId: string,
  asked: { webhookId: string; eventIds: readonly string[] },
): Promise<{ id: string; eventId: string; state: string }[]> {
  return tx.rows(sql<{ id: string; eventId: string; state: string }>`
    select delivery.id, delivery.event_id as "eventId", delivery.state
    from deliveries as delivery
    where delivery.workspace_id = ${workspaceId}
      and delivery.endpoint_id = ${asked.webhookId}
      and delivery.event_id = any(${asked.eventIds}::uuid[])`)
}

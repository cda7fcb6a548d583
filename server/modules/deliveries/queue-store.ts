import { sql } from '../../database/query.ts'
import type { Tx } from '../../platform/context.ts'

export interface QueuedRow {
  readonly id: string
  readonly ticket_id: string | null
  readonly event_id: string
  readonly sequence: number
  readonly url: string
  readonly owner_kind: string
  readonly owner_id: string
  readonly body: string
  readonly type: string
  readonly offer_id: string | null
  readonly consult_id: string | null
  readonly expires_at: string | null
  /** The subscription it belongs to; null for callbacks, offers and consults. */
  readonly endpoint_id: string | null
  /** What order is kept about where that is not the ticket. */
  readonly order_key: string | null
  readonly is_strict: boolean
  readonly cause: 'auto' | 'recover' | 'test'
}

/**
 * Adds deliveries, due now, but for callbacks whose receiver has cancelled what comes about the ticket, and for events
 * that the endpoint has a delivery of.
 */
export function insertQueued(tx: Tx, workspaceId: string, rows: readonly QueuedRow[]): Promise<number> {
  // An event is told to many in the same words: they travel once.
  const bodies = [...new Set(rows.map(({ body }) => body))]
  const places = new Map(bodies.map((body, index) => [body, index + 1]))
  const placed = rows.map(({ body, ...row }) => ({ ...row, body_place: places.get(body) }))
  return tx.count(sql`
    insert into deliveries (workspace_id, id, ticket_id, event_id, sequence, type, url, owner_kind, owner_id, body,
      offer_id, consult_id, expires_at, endpoint_id, order_key, is_strict, cause, next_attempt_at, created_at)
    select ${workspaceId}::uuid, row.id, row.ticket_id, row.event_id, row.sequence, row.type, row.url,
      row.owner_kind, row.owner_id, said.body, row.offer_id, row.consult_id, row.expires_at, row.endpoint_id, row.order_key,
      row.is_strict, row.cause, now(), now()
    from jsonb_to_recordset(${JSON.stringify(placed)}::jsonb) as row (
      id uuid, ticket_id uuid, event_id uuid, sequence integer, url text, owner_kind text, owner_id uuid,
      body_place integer, type text, offer_id uuid, consult_id uuid, expires_at timestamptz, endpoint_id uuid, order_key uuid,
      is_strict boolean, cause text)
    join unnest(${bodies}::text[]) with ordinality as said (body, place) on said.place = row.body_place
    where coalesce(row.offer_id, row.consult_id, row.endpoint_id) is not null or not exists (
      select 1
      from deliveries as gone
      where gone.workspace_id = ${workspaceId}
        and gone.ticket_id = row.ticket_id
        and gone.url = row.url
        and gone.offer_id is null
        and gone.consult_id is null
        and gone.endpoint_id is null
        and gone.state = 'cancelled')
    on conflict (workspace_id, endpoint_id, event_id) where endpoint_id is not null do nothing`)
}

/**
 * Makes a delivery due now: one that still waits is tried at once, one that has ended gets one more attempt (its
 * `ended_at` stays and says so). False when it is being sent at this moment.
 */
export async function restartDelivery(tx: Tx, workspaceId: string, deliveryId: string): Promise<boolean> {
  const restarted = await tx.count(sql`
    update deliveries as delivery
    set state = 'pending', next_attempt_at = now(), lease_until = null, epoch = delivery.epoch + 1
    where delivery.workspace_id = ${workspaceId}
      and delivery.id = ${deliveryId}
      and delivery.body <> ''
      and (delivery.lease_until is null or delivery.lease_until <= now())`)
  return restarted === 1
}

/** Lets deliveries that were given up begin their schedule anew, due now; gives how many did. */
export function restartFailed(tx: Tx, workspaceId: string, deliveryIds: readonly string[]): Promise<number> {
  return tx.count(sql`
    update deliveries as failed
    set state = 'pending', next_attempt_at = now(), ended_at = null, uncounted = failed.attempts,
      cause = 'recover',
      epoch = failed.epoch + 1
    where failed.workspace_id = ${workspaceId}
      and failed.id = any(${deliveryIds}::uuid[])
      and failed.body <> ''
      and failed.state not in ('pending', 'delivered')`)
}

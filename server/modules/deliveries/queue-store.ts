import { sql } from '../../database/query.ts'
import type { Tx } from '../../platform/context.ts'

export interface QueuedRow {
  readonly id: string
  readonly ticket_id: string
  readonly event_id: string
  readonly sequence: number
  readonly url: string
  readonly owner_kind: string
  readonly owner_id: string
  readonly body: string
  readonly type: string
  readonly offer_id: string | null
  readonly expires_at: string | null
}

/** Adds deliveries, due now, but for those whose receiver has cancelled what comes about the ticket. */
export function insertQueued(tx: Tx, workspaceId: string, rows: readonly QueuedRow[]): Promise<number> {
  return tx.count(sql`
    insert into deliveries (workspace_id, id, ticket_id, event_id, sequence, type, url, owner_kind, owner_id, body,
      offer_id, expires_at, next_attempt_at, created_at)
    select ${workspaceId}::uuid, row.id, row.ticket_id, row.event_id, row.sequence, row.type, row.url,
      row.owner_kind, row.owner_id, row.body, row.offer_id, row.expires_at, now(), now()
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as row (
      id uuid, ticket_id uuid, event_id uuid, sequence integer, url text, owner_kind text, owner_id uuid, body text,
      type text, offer_id uuid, expires_at timestamptz)
    where row.offer_id is not null or not exists (
      select 1
      from deliveries as gone
      where gone.workspace_id = ${workspaceId}
        and gone.ticket_id = row.ticket_id
        and gone.url = row.url
        and gone.offer_id is null
        and gone.state = 'cancelled')`)
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
      and (delivery.lease_until is null or delivery.lease_until <= now())`)
  return restarted === 1
}

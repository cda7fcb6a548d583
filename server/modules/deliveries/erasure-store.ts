import { sql } from '../../database/query.ts'
import type { Tx } from '../../platform/context.ts'

/**
 * Blanks what was told about these tickets, where it held more than ids: callbacks and offers, and what any receiver
 * answered. What still waits to be sent is cancelled; an attempt under way finds its epoch gone and records nothing. Of
 * a callback's address only the host stays.
 */
export async function blankDeliveries(
  tx: Tx,
  workspaceId: string,
  ticketIds: readonly string[],
): Promise<{ deliveries: number; attempts: number }> {
  const deliveries = await tx.count(sql`
    update deliveries as delivery
    set body = '',
      url = coalesce(substring(delivery.url from '^[a-z]+://(?:[^/@?#]*@)?[^/?#]+'), ''),
      epoch = delivery.epoch + 1,
      state = case when delivery.state = 'pending' then 'cancelled' else delivery.state end,
      ended_at = case when delivery.state = 'pending' then now() else delivery.ended_at end,
      lease_until = null
    where delivery.workspace_id = ${workspaceId}
      and delivery.ticket_id = any(${ticketIds}::uuid[])
      and (delivery.endpoint_id is null or delivery.type like '%\_SUPPORT\_TICKET\_EVENT')`)
  const attempts = await tx.count(sql`
    update delivery_attempts as attempt
    set response = null, response_headers = null
    from deliveries as delivery
    where attempt.workspace_id = ${workspaceId}
      and attempt.delivery_id = delivery.id
      and (attempt.response is not null or attempt.response_headers is not null)
      and delivery.workspace_id = ${workspaceId}
      and delivery.ticket_id = any(${ticketIds}::uuid[])`)
  return { deliveries, attempts }
}

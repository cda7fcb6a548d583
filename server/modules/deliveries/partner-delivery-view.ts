import { sql } from '../../database/query.ts'
import type { Tx } from '../../platform/context.ts'
import type { Delivery, DeliveryDetail, DeliveryState } from './delivery.ts'
import { deliveryColumns } from './delivery-view.ts'
import type { DisabledReason } from './webhook.ts'

export interface PartnerDeliveryPage {
  /** Of these endpoints alone. */
  readonly endpointIds: readonly string[]
  readonly ticketId: string | null
  readonly state: DeliveryState | null
  /** The last one of the page before. */
  readonly before: string | null
  readonly limit: number
}

/** What partners' endpoints were told, with its attempts, the newest first. The caller has asked whose they are. */
export function findPartnerDeliveries(tx: Tx, workspaceId: string, page: PartnerDeliveryPage): Promise<Delivery[]> {
  return tx.rows(sql<Delivery>`
    select ${deliveryColumns}
    from deliveries as delivery
    where delivery.workspace_id = ${workspaceId}
      and delivery.endpoint_id = any(${page.endpointIds}::uuid[])
      and (${page.ticketId}::uuid is null or delivery.ticket_id = ${page.ticketId}::uuid)
      and (${page.state}::text is null or delivery.state = ${page.state})
      and (${page.before}::uuid is null or delivery.id < ${page.before}::uuid)
    order by delivery.id desc
    limit ${page.limit}`)
}

/** One of them with the text that was sent, or null. */
export function findPartnerDelivery(
  tx: Tx,
  workspaceId: string,
  { endpointIds, deliveryId }: { endpointIds: readonly string[]; deliveryId: string },
): Promise<DeliveryDetail | null> {
  return tx.first(sql<DeliveryDetail>`
    select ${deliveryColumns}, delivery.body
    from deliveries as delivery
    where delivery.workspace_id = ${workspaceId}
      and delivery.id = ${deliveryId}
      and delivery.endpoint_id = any(${endpointIds}::uuid[])`)
}

/** Whether the endpoint of a partner's subscription is told anything; null when there is none, or not any more. */
export function findPartnerEndpointStatus(
  tx: Tx,
  workspaceId: string,
  id: string,
): Promise<{ status: 'active' | 'disabled'; disabledReason: DisabledReason | null } | null> {
  return tx.first(sql<{ status: 'active' | 'disabled'; disabledReason: DisabledReason | null }>`
    select endpoint.status, endpoint.disabled_reason as "disabledReason"
    from webhook_endpoints as endpoint
    where endpoint.workspace_id = ${workspaceId}
      and endpoint.id = ${id}
      and endpoint.partner_id is not null
      and endpoint.deleted_at is null`)
}

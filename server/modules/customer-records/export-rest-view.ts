import { sql } from '../../database/query.ts'
import type { Tx } from '../../platform/context.ts'

/** What is copied of a customer besides its tickets. */
export interface ExportedRest {
  readonly orders: readonly Readonly<Record<string, unknown>>[]
  readonly merges: readonly Readonly<Record<string, unknown>>[]
  readonly tokens: readonly Readonly<Record<string, unknown>>[]
}

export async function findExportedRest(tx: Tx, workspaceId: string, customerId: string): Promise<ExportedRest> {
  const row = await tx.first(sql<ExportedRest>`
    select
      coalesce((
        select jsonb_agg(jsonb_build_object('orderId', orders.id, 'externalId', orders.external_id,
          'storeId', orders.store_id, 'brand', orders.brand, 'region', orders.region, 'placedAt', orders.placed_at,
          'status', orders.status, 'serviceMode', orders.service_mode, 'items', orders.items, 'providerId', orders.provider_id, 'agent', orders.agent) order by orders.placed_at)
        from orders
        where orders.workspace_id = ${workspaceId} and orders.customer_id = ${customerId}), '[]') as orders,
      coalesce((
        select jsonb_agg(jsonb_build_object('customerId', merge.source_id, 'externalId', source.external_id,
          'name', source.name, 'reason', merge.reason, 'filledAttributes', merge.filled_attributes, 'mergedAt', merge.merged_at, 'undoneAt', merge.undone_at)
          order by merge.id)
        from customer_merges as merge
        join customers as source on source.workspace_id = merge.workspace_id and source.id = merge.source_id
        where merge.workspace_id = ${workspaceId} and merge.target_id = ${customerId}), '[]') as merges,
      coalesce((
        select jsonb_agg(jsonb_build_object('name', token.name, 'portalAddress', token.portal_address, 'createdAt', token.created_at,
          'lastUsedAt', token.last_used_at, 'revokedAt', token.revoked_at) order by token.id)
        from service_tokens as token
        where token.workspace_id = ${workspaceId} and token.customer_id = ${customerId} and token.chat_id is null), '[]')
        as tokens`)
  return row ?? { orders: [], merges: [], tokens: [] }
}

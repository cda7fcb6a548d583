import type { PartnerEventType } from '../../core/handoff/index.ts'
import { sql } from '../../database/query.ts'
import type { Tx } from '../../platform/context.ts'

/** Where a partner is told of hand-offs of one type. */
export interface PartnerEndpoint {
  readonly id: string
  readonly partnerId: string
  readonly url: string
}

/** Adds the endpoint of a partner's subscription. The workspace's own events never go there. */
export async function insertPartnerEndpoint(
  tx: Tx,
  workspaceId: string,
  endpoint: PartnerEndpoint & { readonly type: PartnerEventType; readonly createdBy: unknown },
): Promise<void> {
  await tx.count(sql`
    insert into webhook_endpoints (workspace_id, id, url, event_types, since_seq, created_by, partner_id)
    values (${workspaceId}, ${endpoint.id}, ${endpoint.url}, ${[endpoint.type]}::text[], ${Number.MAX_SAFE_INTEGER},
      ${JSON.stringify(endpoint.createdBy)}::jsonb, ${endpoint.partnerId})`)
  await tx.count(sql`
    insert into webhook_states (workspace_id, target, endpoint_id)
    values (${workspaceId}, ${endpoint.id}, ${endpoint.id})`)
}

/** Writes an endpoint's address and lets it be told again, whatever had ended that. */
export async function savePartnerEndpoint(
  tx: Tx,
  workspaceId: string,
  endpoint: { id: string; url: string },
): Promise<void> {
  await tx.count(sql`
    update webhook_endpoints as endpoint
    set url = ${endpoint.url}, status = 'active', disabled_reason = null, updated_at = now(),
      version = endpoint.version + 1
    where endpoint.workspace_id = ${workspaceId} and endpoint.id = ${endpoint.id}`)
}

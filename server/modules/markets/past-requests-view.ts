import type { PastRequest } from '../../core/market/index.ts'
import { sql } from '../../database/query.ts'
import type { Tx } from '../../platform/context.ts'

/** The newest requests of a market since then, as they were decided; `limit` at most. */
export function findPastRequests(
  tx: Tx,
  workspaceId: string,
  { slug, since, limit }: { slug: string; since: number; limit: number },
): Promise<PastRequest[]> {
  return tx.rows(sql<PastRequest>`
    select handoff.choice ->> 'categoryId' as "categoryId", handoff.choice ->> 'subcategoryId' as "subcategoryId",
      handoff.configured_type as "configuredType", handoff.resolved_type as "resolvedType", handoff.reason,
      handoff.outcome <> 'internal' as "wasForPartners",
      coalesce(handoff.reason = 'no_store_subscriber', false)
        or (handoff.outcome = 'no_subscriber' and handoff.resolved_type = 'STORE') as "hadNoStoreSubscriber",
      handoff.submitted_at as "submittedAt",
      case when handoff.order_told is not null then jsonb_build_object(
        'placedAt', round(extract(epoch from (handoff.order_told ->> 'placedAt')::timestamptz) * 1000)) end as "order"
    from handoffs as handoff
    where handoff.workspace_id = ${workspaceId}
      and handoff.market = ${slug}
      and handoff.created_at >= ${new Date(since)}
    order by handoff.ticket_id desc
    limit ${limit}`)
}

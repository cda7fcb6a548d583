import { sql } from '../../database/query.ts'
import type { Tx } from '../../platform/context.ts'

/** Of these offers, those whose agent's endpoint has not been reached. */
export async function findUnheardOffers(
  tx: Tx,
  workspaceId: string,
  offerIds: readonly string[],
): Promise<Set<string>> {
  const rows = await tx.rows(sql<{ offerId: string }>`
    select delivery.offer_id as "offerId"
    from deliveries as delivery
    where delivery.workspace_id = ${workspaceId}
      and delivery.offer_id = any(${offerIds}::uuid[])
      and delivery.type = 'offer.created'
      and delivery.state <> 'delivered'`)
  return new Set(rows.map((row) => row.offerId))
}

import { sql } from '../../database/query.ts'
import type { Tx } from '../../platform/context.ts'

/** Ends what is still to be told of these offers to come; what is being sent at this moment goes on. */
export async function cancelOfferDeliveries(tx: Tx, workspaceId: string, offerIds: readonly string[]): Promise<void> {
  await tx.count(sql`
    update deliveries as pointless
    set state = 'cancelled', ended_at = now(), epoch = pointless.epoch + 1
    where pointless.workspace_id = ${workspaceId}
      and pointless.offer_id = any(${offerIds}::uuid[])
      and pointless.type = 'offer.created'
      and (pointless.state = 'pending') is not false
      and (pointless.lease_until is null or pointless.lease_until <= now())`)
}

import { sql } from '../../database/query.ts'
import type { Tx } from '../../platform/context.ts'
import { type ShownOffer, shownOffer } from './offer-view.ts'

/** An offer to an agent that has an endpoint, with what is told there. */
export interface OfferForEndpoint extends ShownOffer {
  readonly url: string
  readonly setBy: { readonly kind: string; readonly id: string; readonly partnerId: string | null }
  readonly kind: string
  readonly priority: string
  readonly taskState: string
}

/** Those of these offers whose agent is a machine with an endpoint. */
export function findOffersForEndpoints(
  tx: Tx,
  workspaceId: string,
  offerIds: readonly string[],
): Promise<OfferForEndpoint[]> {
  return tx.rows(sql<OfferForEndpoint>`
    select ${shownOffer.columns}, agent.endpoint_url as url, task.kind, task.priority, task.state as "taskState",
      coalesce(agent.endpoint_set_by, '{}') || jsonb_build_object('partnerId',
        coalesce(agent.partner_id::text, agent.endpoint_set_by ->> 'partnerId')) as "setBy"
    ${shownOffer.from}
    where offer.workspace_id = ${workspaceId}
      and offer.id = any(${offerIds}::uuid[])
      and agent.endpoint_url is not null
      and agent.kind <> 'person'`)
}

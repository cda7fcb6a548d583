import type { RawBuilder } from 'kysely'
import { sql } from '../../database/query.ts'
import type { CustomerOfRequest, OrderOfRequest } from '../../core/workflow/index.ts'

/** What conditions of a workflow may ask about besides the ticket itself. */
export interface ConditionFacts {
  readonly customer: CustomerOfRequest
  readonly order: OrderOfRequest | null
  /** What the customer said first. */
  readonly text: string | null
}

/** Their columns, in a select from `ticket` with its `customer` and, if any, its `orders`. */
export const conditionFacts: RawBuilder<unknown> = sql`
  jsonb_build_object('externalId', customer.external_id, 'language', customer.language, 'tier', customer.tier,
    'attributes', customer.attributes) as customer,
  case when orders.id is not null then jsonb_build_object('id', orders.external_id, 'storeId', orders.store_id,
    'region', orders.region, 'brand', orders.brand, 'status', orders.status, 'serviceMode', orders.service_mode,
    'placedAt', floor(extract(epoch from orders.placed_at) * 1000)) end as "order",
  (select first.body
    from messages as first
    where first.workspace_id = ticket.workspace_id and first.ticket_id = ticket.id and first.seq = 1
      and first.visibility = 'public') as text`

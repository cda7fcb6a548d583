import { sql } from '../../database/query.ts'
import type { Tx } from '../../platform/context.ts'
import type { Handoff, HandoffState } from './handoff.ts'
import type { ToldCustomer } from './submission.ts'

const own = sql`
  handoff.ticket_id as "ticketId", handoff.outcome, handoff.configured_type as "configuredType",
  handoff.resolved_type as "resolvedType", handoff.reason, handoff.explanation, handoff.market, handoff.brand,
  handoff.region, handoff.store_id as "storeId", handoff.choice, handoff.source, handoff.order_told as "order",
  handoff.customer_told as "customerTold",
  handoff.partner_id as "partnerId", handoff.subscription_id as "subscriptionId", handoff.offer_id as "offerId",
  handoff.raised_by_partner_id as "raisedByPartnerId", handoff.raised_by_integration_id as "raisedByIntegrationId",
  handoff.submitted_at as "submittedAt"`

/** What became of the submission behind a ticket, or null. */
export function findHandoff(tx: Tx, workspaceId: string, ticketId: string): Promise<Handoff | null> {
  return tx.first(sql<Handoff>`
    select ${own}
    from handoffs as handoff
    where handoff.workspace_id = ${workspaceId} and handoff.ticket_id = ${ticketId}`)
}

/** A hand-off with how it stands by now and what its ticket says. */
export interface ShownHandoff extends Handoff {
  /** Null unless it was forwarded. */
  readonly state: HandoffState | null
  readonly offeredUntil: number | null
  /** Why its desk was asked in vain: a code, and what the partner said of it. */
  readonly endCode: string | null
  readonly endNote: string | null
  /** Of the partner's desk. */
  readonly agentId: string | null
  readonly taskId: string | null
  readonly partner: { readonly slug: string; readonly name: string } | null
  readonly externalId: string | null
  readonly ticket: {
    readonly number: number
    readonly version: number
    /** What its raiser calls it. */
    readonly externalId: string | null
    readonly status: string
    readonly statusCategory: string
    readonly customerId: string
    readonly createdAt: number
    readonly updatedAt: number
  }
  readonly comments: string
  readonly customer: ToldCustomer
}

const asTold = sql`
  jsonb_strip_nulls(jsonb_build_object('id', customer.external_id, 'name', customer.name, 'email', mail.value,
    'phone', phone.value))`

const reachedBy = sql`
  left join lateral (
    select contact.value
    from customer_contacts as contact
    where contact.workspace_id = customer.workspace_id and contact.customer_id = customer.id and contact.kind = 'email'
    order by contact.value
    limit 1) as mail on true
  left join lateral (
    select contact.value
    from customer_contacts as contact
    where contact.workspace_id = customer.workspace_id and contact.customer_id = customer.id and contact.kind = 'phone'
    order by contact.value
    limit 1) as phone on true`

/** The customer of a ticket as partners are told of them; null when there is no such ticket. */
export async function findCustomerOf(tx: Tx, workspaceId: string, ticketId: string): Promise<ToldCustomer | null> {
  const found = await tx.first(sql<{ customer: ToldCustomer }>`
    select ${asTold} as customer
    from tickets as ticket
    join customers as customer on customer.workspace_id = ticket.workspace_id and customer.id = ticket.customer_id
    ${reachedBy}
    where ticket.workspace_id = ${workspaceId} and ticket.id = ${ticketId}`)
  return found?.customer ?? null
}

const shown = sql`
  ${own},
  case
    when handoff.partner_id is null then null
    when offer.id is null then 'told'
    when offer.state = 'pending' then 'offered'
    when offer.state = 'accepted' then case
      when task.agent_id is distinct from offer.agent_id or later.id is not null then 'returned'
      when ticket.status_category in ('solved', 'closed') then 'done'
      when task.state in ('active', 'paused', 'wrapup') then 'accepted'
      else 'returned' end
    when offer.state in ('declined', 'expired') then offer.state
    else 'withdrawn' end as state,
  case when offer.state = 'pending' then offer.expires_at end as "offeredUntil",
  offer.end_code as "endCode", offer.end_note as "endNote",
  offer.agent_id as "agentId", offer.task_id as "taskId",
  case when partner.id is not null then jsonb_build_object('slug', partner.slug, 'name', partner.name) end as partner,
  handoff.partner_external_id as "externalId",
  jsonb_build_object('number', ticket.number, 'version', ticket.version, 'externalId', ticket.external_id,
    'status', ticket.status,
    'statusCategory', ticket.status_category, 'customerId', ticket.customer_id,
    'createdAt', round(extract(epoch from ticket.created_at) * 1000),
    'updatedAt', round(extract(epoch from ticket.updated_at) * 1000)) as ticket,
  coalesce(said.body, '') as comments, ${asTold} as customer`

const joined = sql`
  handoffs as handoff
  join tickets as ticket on ticket.workspace_id = handoff.workspace_id and ticket.id = handoff.ticket_id
  join customers as customer on customer.workspace_id = ticket.workspace_id and customer.id = ticket.customer_id
  left join partners as partner on partner.workspace_id = handoff.workspace_id and partner.id = handoff.partner_id
  left join offers as offer on offer.workspace_id = handoff.workspace_id and offer.id = handoff.offer_id
  left join tasks as task on task.workspace_id = offer.workspace_id and task.id = offer.task_id
  -- what a ticket that came back asked for anew is not this partner's any more
  left join lateral (
    select another.id
    from tasks as another
    where another.workspace_id = task.workspace_id and another.ticket_id = task.ticket_id and another.id > task.id
      and another.case_id is null
    limit 1) as later on true
  left join lateral (
    select message.body
    from messages as message
    where message.workspace_id = handoff.workspace_id and message.ticket_id = handoff.ticket_id and message.seq = 1
      and message.author_kind = 'customer') as said on true
  ${reachedBy}`

/** A hand-off that this partner has part in: it was handed it, or it raised it. Null for any other. */
export function findPartnerHandoff(
  tx: Tx,
  workspaceId: string,
  { ticketId, partnerId }: { ticketId: string; partnerId: string },
): Promise<ShownHandoff | null> {
  return tx.first(sql<ShownHandoff>`
    select ${shown}
    from ${joined}
    where handoff.workspace_id = ${workspaceId}
      and handoff.ticket_id = ${ticketId}
      and (handoff.partner_id = ${partnerId} or handoff.raised_by_partner_id = ${partnerId})`)
}

export interface HandoffPage {
  /** Only those this partner has part in; null = all. */
  readonly partnerId: string | null
  readonly role: 'receiver' | 'raiser' | null
  readonly brand: string | null
  readonly region: string | null
  readonly outcome: string | null
  readonly type: string | null
  readonly storeId: string | null
  /** Of these markets only; null = of all. */
  readonly markets: readonly string[] | null
  /** Of stores of these franchisees only; null = of all. */
  readonly franchisees: readonly string[] | null
  readonly before: string | null
  readonly limit: number
}

/** Hand-offs, the newest first. */
export function findHandoffs(tx: Tx, workspaceId: string, page: HandoffPage): Promise<ShownHandoff[]> {
  const isReceiver = sql`handoff.partner_id = ${page.partnerId}::uuid`
  const isRaiser = sql`handoff.raised_by_partner_id = ${page.partnerId}::uuid`
  return tx.rows(sql<ShownHandoff>`
    select ${shown}
    from ${joined}
    where handoff.workspace_id = ${workspaceId}
      and (${page.partnerId}::uuid is null
        or (${page.role !== 'raiser'} and ${isReceiver})
        or (${page.role !== 'receiver'} and ${isRaiser}))
      and (${page.brand}::text is null or handoff.brand = ${page.brand})
      and (${page.region}::text is null or handoff.region = ${page.region})
      and (${page.outcome}::text is null or handoff.outcome = ${page.outcome})
      and (${page.type}::text is null or handoff.resolved_type = ${page.type})
      and (${page.storeId}::text is null or handoff.store_id = ${page.storeId})
      and (${page.markets}::text[] is null or handoff.market = any(${page.markets}::text[]))
      and (${page.franchisees}::text[] is null or exists (
        select 1
        from stores as store
        where store.workspace_id = handoff.workspace_id
          and store.store_id = handoff.store_id
          and store.franchisee = any(${page.franchisees}::text[])))
      and (${page.before}::uuid is null or handoff.ticket_id < ${page.before}::uuid)
    order by handoff.ticket_id desc
    limit ${page.limit}`)
}

/** The offer by which a partner's desk is asked about a ticket, and what takes it; null where it is not asked any more. */
export function findPendingHandoff(
  tx: Tx,
  workspaceId: string,
  { ticketId, subscriptionId }: { ticketId: string; subscriptionId: string },
): Promise<{ offerId: string; agentId: string; acceptance: 'receipt' | 'explicit' } | null> {
  return tx.first(sql<{ offerId: string; agentId: string; acceptance: 'receipt' | 'explicit' }>`
    select offer.id as "offerId", offer.agent_id as "agentId", subscription.acceptance
    from handoffs as handoff
    join offers as offer on offer.workspace_id = handoff.workspace_id and offer.id = handoff.offer_id
    join partner_subscriptions as subscription
      on subscription.workspace_id = handoff.workspace_id and subscription.id = handoff.subscription_id
    where handoff.workspace_id = ${workspaceId}
      and handoff.ticket_id = ${ticketId}
      and handoff.subscription_id = ${subscriptionId}
      and offer.state = 'pending'`)
}

/** The offers to a partner's desk that a subscription's endpoint has not been told of yet. */
export function findUntoldHandoffs(
  tx: Tx,
  workspaceId: string,
  subscriptionId: string,
): Promise<{ ticketId: string; offerId: string; agentId: string }[]> {
  return tx.rows(sql<{ ticketId: string; offerId: string; agentId: string }>`
    select handoff.ticket_id as "ticketId", offer.id as "offerId", offer.agent_id as "agentId"
    from deliveries as delivery
    join handoffs as handoff on handoff.workspace_id = delivery.workspace_id and handoff.ticket_id = delivery.ticket_id
    join offers as offer on offer.workspace_id = handoff.workspace_id and offer.id = handoff.offer_id
    where delivery.workspace_id = ${workspaceId}
      and delivery.endpoint_id = ${subscriptionId}
      and delivery.state = 'pending'
      and handoff.subscription_id = delivery.endpoint_id
      and offer.state = 'pending'`)
}

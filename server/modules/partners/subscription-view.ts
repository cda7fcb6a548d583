import type { HandoffSubscriber } from '../../core/handoff/index.ts'
import { sql } from '../../database/query.ts'
import type { Tx } from '../../platform/context.ts'
import type { Subscription, SubscriptionAcceptance, SubscriptionScope } from './subscription.ts'

const columns = sql`
  subscription.id, subscription.type, subscription.brand, subscription.region, subscription.store_id as "storeId",
  subscription.franchisee, endpoint.url, subscription.acceptance,
  subscription.accept_within_seconds as "acceptWithinSeconds", subscription.echoes_own as "echoesOwn",
  jsonb_build_object('id', partner.id, 'slug', partner.slug, 'name', partner.name) as partner,
  subscription.integration_id as "integrationId",
  case when endpoint.status = 'active' and (state.probe_at is not null or state.pauses > 0) then 'degraded'
    else endpoint.status end as status,
  endpoint.disabled_reason as "disabledReason", subscription.created_at as "createdAt",
  greatest(subscription.updated_at, endpoint.updated_at) as "updatedAt", subscription.version`

const joined = sql`
  partner_subscriptions as subscription
  join partners as partner
    on partner.workspace_id = subscription.workspace_id and partner.id = subscription.partner_id
  join webhook_endpoints as endpoint
    on endpoint.workspace_id = subscription.workspace_id and endpoint.id = subscription.id
  join webhook_states as state
    on state.workspace_id = endpoint.workspace_id and state.target = endpoint.id::text`

export interface SubscriptionPage {
  readonly partnerId: string | null
  readonly brand: string | null
  readonly region: string | null
  readonly before: string | null
  readonly limit: number
}

/** Subscriptions, the newest first. */
export function findSubscriptions(tx: Tx, workspaceId: string, page: SubscriptionPage): Promise<Subscription[]> {
  return tx.rows(sql<Subscription>`
    select ${columns}
    from ${joined}
    where subscription.workspace_id = ${workspaceId}
      and subscription.deleted_at is null
      and (${page.partnerId}::uuid is null or subscription.partner_id = ${page.partnerId}::uuid)
      and (${page.brand}::text is null or subscription.brand = ${page.brand})
      and (${page.region}::text is null or subscription.region = ${page.region})
      and (${page.before}::uuid is null or subscription.id < ${page.before}::uuid)
    order by subscription.id desc
    limit ${page.limit}`)
}

/** One subscription, or null. */
export function findSubscription(tx: Tx, workspaceId: string, id: string): Promise<Subscription | null> {
  return tx.first(sql<Subscription>`
    select ${columns}
    from ${joined}
    where subscription.workspace_id = ${workspaceId} and subscription.id = ${id} and subscription.deleted_at is null`)
}

/** The endpoints of a partner's subscriptions, also of those that have ended: what they were told stays readable. */
export async function findEndpointIds(
  tx: Tx,
  workspaceId: string,
  { partnerId, brand, region }: { partnerId: string; brand: string | null; region: string | null },
): Promise<string[]> {
  const rows = await tx.rows(sql<{ id: string }>`
    select subscription.id
    from partner_subscriptions as subscription
    where subscription.workspace_id = ${workspaceId}
      and subscription.partner_id = ${partnerId}
      and (${brand}::text is null or subscription.brand = ${brand})
      and (${region}::text is null or subscription.region = ${region})`)
  return rows.map((row) => row.id)
}

const inPlace = (scope: SubscriptionScope) => sql`
  subscription.brand = ${scope.brand}
  and subscription.region = ${scope.region}
  and subscription.type = ${scope.type}
  and coalesce(subscription.store_id, '') = ${scope.storeId ?? ''}
  and coalesce(subscription.franchisee, '') = ${scope.franchisee ?? ''}`

/** The one that has this place, disabled or not; null = nobody has it. */
export function findInPlace(tx: Tx, workspaceId: string, scope: SubscriptionScope): Promise<Subscription | null> {
  return tx.first(sql<Subscription>`
    select ${columns}
    from ${joined}
    where subscription.workspace_id = ${workspaceId}
      and subscription.deleted_at is null
      and subscription.displaced_at is null
      and ${inPlace(scope)}`)
}

/** The one that a partner has for this place, be its place another one's by now; or null. */
export function findOwnInPlace(
  tx: Tx,
  workspaceId: string,
  { partnerId, ...scope }: SubscriptionScope & { readonly partnerId: string },
): Promise<Subscription | null> {
  return tx.first(sql<Subscription>`
    select ${columns}
    from ${joined}
    where subscription.workspace_id = ${workspaceId}
      and subscription.deleted_at is null
      and subscription.partner_id = ${partnerId}
      and ${inPlace(scope)}
    order by subscription.displaced_at desc nulls first
    limit 1`)
}

/** A subscriber as the hand-off plans with it, and what it takes to tell it. */
export interface Candidate extends HandoffSubscriber {
  readonly url: string
  readonly acceptance: SubscriptionAcceptance
  readonly acceptWithinSeconds: number
  readonly isFailing: boolean
  readonly partnerSlug: string
  readonly partnerName: string
}

/** The active subscriptions that may be about this store: its own, its franchisee's and its region's, three places each. */
export function findCandidates(
  tx: Tx,
  workspaceId: string,
  place: { brand: string; region: string; storeId: string | null; franchisee: string | null },
): Promise<Candidate[]> {
  return tx.rows(sql<Candidate>`
    select subscription.id, subscription.type, subscription.store_id as "storeId", subscription.franchisee,
      subscription.partner_id as "partnerId", subscription.integration_id as "integrationId",
      subscription.echoes_own as "echoesOwn", subscription.acceptance,
      subscription.accept_within_seconds as "acceptWithinSeconds", endpoint.url,
      state.probe_at is not null as "isFailing", partner.slug as "partnerSlug", partner.name as "partnerName"
    from ${joined}
    where subscription.workspace_id = ${workspaceId}
      and subscription.deleted_at is null
      and subscription.brand = ${place.brand}
      and subscription.region = ${place.region}
      and subscription.type in ('STORE', 'GENERAL')
      and (coalesce(subscription.store_id, ''), coalesce(subscription.franchisee, '')) in (
        ('', ''), (${place.storeId ?? ''}, ''), ('', ${place.franchisee ?? ''}))
      and endpoint.status = 'active'
      and endpoint.deleted_at is null`)
}

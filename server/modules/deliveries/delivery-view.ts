import { sql } from '../../database/query.ts'
import type { Tx } from '../../platform/context.ts'
import type { Resource } from '../access/index.ts'
import type { Delivery, DeliveryKind, DeliveryState } from './delivery.ts'

/** What decides who may see a ticket's deliveries; null when there is no such ticket. */
export function findTicketPlace(tx: Tx, workspaceId: string, ticketId: string): Promise<Required<Place> | null> {
  return tx.first(sql<Required<Place>>`
    select ticket.channel, ticket.queue, ticket.customer_id as "customerId", ticket.created_by ->> 'partnerId' as "partnerId"
    from tickets as ticket
    where ticket.workspace_id = ${workspaceId} and ticket.id = ${ticketId}`)
}

type Place = Pick<Resource, 'channel' | 'queue' | 'customerId' | 'partnerId'>

/** A delivery as a row, with its attempts. */
export const deliveryColumns = sql`
  delivery.id, delivery.ticket_id as "ticketId", delivery.endpoint_id as "webhookId", delivery.event_id as "eventId", delivery.sequence, delivery.type,
  delivery.url, delivery.body = '' as "isErased", delivery.state, case when delivery.state = 'pending' then nullif(delivery.next_attempt_at, 'infinity') end as "nextAttemptAt",
  delivery.created_at as "createdAt", case when delivery.state <> 'pending' then delivery.ended_at end as "endedAt",
  coalesce((
    select jsonb_agg(jsonb_build_object('id', attempt.id, 'number', attempt.number, 'trigger', attempt.trigger,
      'startedAt', floor(extract(epoch from attempt.started_at) * 1000), 'durationMs', attempt.duration_ms,
      'status', attempt.status, 'errorClass', attempt.error_class, 'address', attempt.address,
      'requestHeaders', attempt.request_headers,
      'responseHeaders', attempt.response_headers, 'response', attempt.response, 'nextAttemptAt', floor(extract(epoch from attempt.next_attempt_at) * 1000))
      order by attempt.number)
    from delivery_attempts as attempt
    where attempt.workspace_id = delivery.workspace_id and attempt.delivery_id = delivery.id), '[]') as attempts`

/** Whose endpoints a caller may see told. */
export interface EndpointSight {
  /** Of offers and consults: those of all agents, of none, or of the agents of one partner. */
  readonly offers: 'all' | 'none' | { readonly partnerId: string }
  /** Of events: null = those of no subscription, else of all that lie within these; null = all. */
  readonly webhooks: { readonly channels: readonly string[] | null; readonly queues: readonly string[] | null } | null
}

const inSight = ({ offers, webhooks }: EndpointSight) =>
  sql`${webhooks === null ? sql`delivery.endpoint_id is null` : inSightOfWebhooks(webhooks)} and ${inSightOfOffers(offers)}`

const inSightOfWebhooks = ({ channels, queues }: NonNullable<EndpointSight['webhooks']>) => {
  if (channels === null && queues === null) return sql`true`
  return sql`(delivery.endpoint_id is null or exists (
    select 1
    from webhook_endpoints as endpoint
    where endpoint.workspace_id = delivery.workspace_id
      and endpoint.id = delivery.endpoint_id
      and (${channels}::text[] is null or endpoint.channels <@ ${channels}::text[])
      and (${queues}::text[] is null or endpoint.queues <@ ${queues}::text[])))`
}

const inSightOfOffers = (sight: EndpointSight['offers']) => {
  if (sight === 'all') return sql`true`
  if (sight === 'none') return sql`delivery.offer_id is null and delivery.consult_id is null`
  return sql`((delivery.offer_id is null and delivery.consult_id is null) or exists (
    select 1
    from agents as agent
    where agent.workspace_id = delivery.workspace_id
      and agent.partner_id = ${sight.partnerId}
      and agent.id = coalesce(
        (select offer.agent_id
          from offers as offer
          where offer.workspace_id = delivery.workspace_id and offer.id = delivery.offer_id),
        (select consult.agent_id
          from consults as consult
          where consult.workspace_id = delivery.workspace_id and consult.id = delivery.consult_id))))`
}

/** A ticket's deliveries with their attempts, the newest first; `before` is the last one of the page before. */
export function findDeliveriesOfTicket(
  tx: Tx,
  workspaceId: string,
  page: {
    ticketId: string
    sight: EndpointSight
    before: { sequence: number; id: string } | null
    limit: number
  },
): Promise<Delivery[]> {
  const { before } = page
  return tx.rows(sql<Delivery>`
    select ${deliveryColumns}
    from deliveries as delivery
    where delivery.workspace_id = ${workspaceId}
      and delivery.ticket_id = ${page.ticketId}
      and ${inSight(page.sight)}
      and (${before === null} or (delivery.sequence, delivery.id) < (${before?.sequence ?? 0}, ${before?.id ?? null}::uuid))
    order by delivery.sequence desc, delivery.id desc
    limit ${page.limit}`)
}

/** One delivery in sight with its body, or null; `place` limits callbacks and offers to tickets that lie there. */
export function findDeliveryDetail(
  tx: Tx,
  workspaceId: string,
  asked: { deliveryId: string; sight: EndpointSight; place: TicketSight },
): Promise<(Delivery & { readonly body: string }) | null> {
  return tx.first(sql<Delivery & { readonly body: string }>`
    select ${deliveryColumns}, delivery.body
    from deliveries as delivery
    where delivery.workspace_id = ${workspaceId}
      and delivery.id = ${asked.deliveryId}
      and ${inSight(asked.sight)}
      and ${ofTicketsIn(asked.place)}`)
}

/** One delivery in sight, or null. */
export function findDelivery(
  tx: Tx,
  workspaceId: string,
  asked: { deliveryId: string; sight: EndpointSight },
): Promise<Delivery | null> {
  return tx.first(sql<Delivery>`
    select ${deliveryColumns}
    from deliveries as delivery
    where delivery.workspace_id = ${workspaceId} and delivery.id = ${asked.deliveryId} and ${inSight(asked.sight)}`)
}

/** Callbacks made in a span that were given up, of tickets that lie in `place`. */
export async function findFailedCallbacks(
  tx: Tx,
  workspaceId: string,
  asked: { from: number; to: number; ticketId: string | null; place: TicketSight; limit: number },
): Promise<string[]> {
  const rows = await tx.rows(sql<{ id: string }>`
    select delivery.id
    from deliveries as delivery
    where delivery.workspace_id = ${workspaceId}
      and delivery.state in ('dead', 'quarantined')
      and delivery.endpoint_id is null
      and delivery.offer_id is null
      and delivery.consult_id is null
      and delivery.created_at >= ${new Date(asked.from)}
      and delivery.created_at < ${new Date(asked.to)}
      and (${asked.ticketId}::uuid is null or delivery.ticket_id = ${asked.ticketId}::uuid)
      and ${ofTicketsIn(asked.place)}
    order by delivery.id
    limit ${asked.limit}`)
  return rows.map((row) => row.id)
}

export interface DeliveryFilter {
  readonly webhookId?: string | undefined
  readonly ticketId?: string | undefined
  readonly state?: DeliveryState | undefined
  readonly type?: string | undefined
  readonly kind?: DeliveryKind | undefined
}

const ofKind: Readonly<Record<DeliveryKind, ReturnType<typeof sql>>> = {
  subscription: sql`delivery.endpoint_id is not null`,
  callback: sql`delivery.endpoint_id is null and delivery.offer_id is null and delivery.consult_id is null`,
  offer: sql`delivery.offer_id is not null`,
  consult: sql`delivery.consult_id is not null`,
}

/** Deliveries of a workspace with their attempts, the newest first; `before` is the last one of the page before. */
export function findDeliveries(
  tx: Tx,
  workspaceId: string,
  page: { filter: DeliveryFilter; sight: EndpointSight; place: TicketSight; before: string | null; limit: number },
): Promise<Delivery[]> {
  const { filter, place } = page
  const only = (column: ReturnType<typeof sql>, value: string | undefined) =>
    value === undefined ? sql`true` : sql`${column} = ${value}`
  return tx.rows(sql<Delivery>`
    select ${deliveryColumns}
    from deliveries as delivery
    where delivery.workspace_id = ${workspaceId}
      and (${page.before}::uuid is null or delivery.id < ${page.before}::uuid)
      and ${only(sql`delivery.endpoint_id`, filter.webhookId)}
      and ${only(sql`delivery.ticket_id`, filter.ticketId)}
      and ${only(sql`delivery.state`, filter.state)}
      and ${only(sql`delivery.type`, filter.type)}
      and ${filter.kind === undefined ? sql`true` : ofKind[filter.kind]}
      and ${inSight(page.sight)}
      and ${ofTicketsIn(place)}
    order by delivery.id desc
    limit ${page.limit}`)
}

/** Whose tickets a caller may see; null = all. */
export interface TicketSight {
  readonly channels: readonly string[] | null
  readonly queues: readonly string[] | null
  readonly partnerId: string | null
}

/** What a subscription was told is seen by who may see the subscription, whatever the ticket. */
const ofTicketsIn = ({ channels, queues, partnerId }: TicketSight) => {
  if (channels === null && queues === null && partnerId === null) return sql`true`
  return sql`(delivery.endpoint_id is not null or exists (
    select 1
    from tickets as ticket
    where ticket.workspace_id = delivery.workspace_id
      and ticket.id = delivery.ticket_id
      and (${channels}::text[] is null or ticket.channel = any(${channels}::text[]))
      and (${queues}::text[] is null or ticket.queue = any(${queues}::text[]))
      and (${partnerId}::text is null or ticket.created_by ->> 'partnerId' = ${partnerId}::text)))`
}

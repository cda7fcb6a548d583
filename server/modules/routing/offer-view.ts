import { sql } from '../../database/query.ts'
import type { Tx } from '../../platform/context.ts'
import { type CallBrief, callBrief } from '../calls/index.ts'
import type { Offer, OfferState } from './task.ts'
import { joinTicket, type TicketBrief, ticketBrief } from './ticket-brief-view.ts'

/** An offer with what an agent must know of the ticket before taking it. */
export interface ShownOffer extends Offer {
  readonly ticket: TicketBrief
  /** The line to bridge; null = it is no call. */
  readonly call: CallBrief | null
  /** Of the task. */
  readonly kind: string
  /** Whether the agent belongs to a partner, and which. */
  readonly partnerId: string | null
  /** Since when the task waits, in epoch ms. */
  readonly enteredAt: number
}

/** What somebody may see of a workspace's offers; null = no limit. */
export interface OfferSight {
  readonly channels: readonly string[] | null
  readonly queues: readonly string[] | null
  readonly partnerId: string | null
  readonly agentId: string | null
}

/**
 * Who is offered work is told whose it is; a partner that raised it itself hears of the customer the id by which it named
 * them, and no more than that (see `customerFor` of `tickets`).
 */
const offeredBrief = sql`
  case when agent.partner_id::text = ticket.created_by ->> 'partnerId'
    then ${ticketBrief} || jsonb_build_object('customer',
      jsonb_build_object('externalId', ticket.created_by -> 'customerAs', 'name', null))
    else ${ticketBrief} end`

/** An offer as it is shown, for statements that read more beside it. */
export const shownOffer = {
  columns: sql`
  offer.id, offer.task_id as "taskId", offer.ticket_id as "ticketId", offer.agent_id as "agentId",
    offer.decision_id as "decisionId", offer.queue, offer.channel, offer.state, offer.units, offer.forced,
    offer.one_at_a_time as "isOneAtATime", offer.reasons,
    offer.end_code as "endCode", offer.end_note as "endNote", offer.version, offer.created_at as "createdAt",
    offer.expires_at as "expiresAt", offer.ended_at as "endedAt", offer.released_at as "releasedAt",
    task.entered_at as "enteredAt", agent.partner_id as "partnerId", task.kind, ${offeredBrief} as ticket,
    ${callBrief} as call`,
  from: sql`
  from offers as offer
  join lateral (
    select one.*
    from tasks as one
    where one.workspace_id = offer.workspace_id and one.id = offer.task_id
    limit 1) as task on true
  join lateral (
    select one.*
    from agents as one
    where one.workspace_id = offer.workspace_id and one.id = offer.agent_id
    limit 1) as agent on true
  ${joinTicket('offer')}`,
}

const select = sql`select ${shownOffer.columns} ${shownOffer.from}`

const inSight = (sight: OfferSight) => sql`
  (${sight.channels}::text[] is null or offer.channel = any(${sight.channels}::text[]))
  and (${sight.queues}::text[] is null or offer.queue = any(${sight.queues}::text[]))
  and (${sight.partnerId}::uuid is null or agent.partner_id = ${sight.partnerId}::uuid)
  and (${sight.agentId}::uuid is null or offer.agent_id = ${sight.agentId}::uuid)`

/** These offers, whoever may see them. */
export function findShownOffersById(tx: Tx, workspaceId: string, offerIds: readonly string[]): Promise<ShownOffer[]> {
  return tx.rows(sql<ShownOffer>`
    ${select}
    where offer.workspace_id = ${workspaceId} and offer.id = any(${offerIds}::uuid[])`)
}

/** A page of the offers in sight, oldest first; `after` is the last id of the page before. */
export function findShownOffers(
  tx: Tx,
  workspaceId: string,
  page: {
    sight: OfferSight
    agentId: string | null
    taskId: string | null
    state: OfferState | null
    after: string | null
    limit: number
  },
): Promise<ShownOffer[]> {
  return tx.rows(sql<ShownOffer>`
    ${select}
    where offer.workspace_id = ${workspaceId}
      and ${inSight(page.sight)}
      and (${page.agentId}::uuid is null or offer.agent_id = ${page.agentId}::uuid)
      and (${page.taskId}::uuid is null or offer.task_id = ${page.taskId}::uuid)
      and (${page.state}::text is null or offer.state = ${page.state}::text)
      and (${page.after}::uuid is null or offer.id > ${page.after}::uuid)
    order by offer.id
    limit ${page.limit}`)
}

/** One offer in sight, or null. */
export async function findShownOffer(
  tx: Tx,
  workspaceId: string,
  asked: { offerId: string; sight: OfferSight },
): Promise<ShownOffer | null> {
  const [offer] = await tx.keyed(sql<ShownOffer>`
    ${select}
    where offer.workspace_id = ${workspaceId} and offer.id = ${asked.offerId} and ${inSight(asked.sight)}`)
  return offer ?? null
}

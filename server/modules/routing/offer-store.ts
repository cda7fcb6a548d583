import { sql } from '../../database/query.ts'
import type { Tx } from '../../platform/context.ts'
import type { Offer, OfferState } from './task.ts'

const columns = sql`
  offer.id, offer.task_id as "taskId", offer.ticket_id as "ticketId", offer.agent_id as "agentId",
  offer.decision_id as "decisionId", offer.queue, offer.channel, offer.state, offer.units, offer.forced,
  offer.one_at_a_time as "isOneAtATime", offer.reasons,
  offer.end_code as "endCode", offer.end_note as "endNote", offer.version, offer.created_at as "createdAt",
  offer.expires_at as "expiresAt", offer.ended_at as "endedAt", offer.released_at as "releasedAt"`

/** The pending offers with these ids. */
export function findPendingOffers(tx: Tx, workspaceId: string, offerIds: readonly string[]): Promise<Offer[]> {
  return tx.rows(sql<Offer>`
    select ${columns}
    from offers as offer
    where offer.workspace_id = ${workspaceId} and offer.id = any(${offerIds}::uuid[]) and offer.state = 'pending'`)
}

/** The pending offers of a task. */
export function findPendingOffersOfTask(tx: Tx, workspaceId: string, taskId: string): Promise<Offer[]> {
  return tx.rows(sql<Offer>`
    select ${columns}
    from offers as offer
    where offer.workspace_id = ${workspaceId} and offer.task_id = ${taskId} and offer.state = 'pending'`)
}

/** The offers that somebody is asked for the open task of a ticket by, or holds it by. */
export function findLiveOffersOfTicket(tx: Tx, workspaceId: string, ticketId: string): Promise<Offer[]> {
  return tx.rows(sql<Offer>`
    select ${columns}
    from tasks as task
    join offers as offer on offer.workspace_id = task.workspace_id and offer.task_id = task.id
    where task.workspace_id = ${workspaceId}
      and task.ticket_id = ${ticketId}
      and task.state not in ('done', 'cancelled', 'abandoned')
      and (offer.state = 'pending' or (offer.state = 'accepted' and offer.released_at is null))`)
}

/** Of these agents, the ones who have an offer to answer. */
export async function findAgentsWithOffer(
  tx: Tx,
  workspaceId: string,
  agentIds: readonly string[],
): Promise<Set<string>> {
  const statement = {
    name: 'offers-answering',
    text: `
      select offer.agent_id as id
      from offers as offer
      where offer.workspace_id = $1 and offer.agent_id = any($2::uuid[]) and offer.state = 'pending'
        and offer.one_at_a_time`,
  }
  const rows = await tx.prepared<{ id: string }>(statement, [workspaceId, agentIds])
  return new Set(rows.map((row) => row.id))
}

/**
 * Ends pending offers; of two that race one gets the row and the other nothing. An answer counts only before the expiry
 * and the expiry only after it, by the workspace's time; taken back or cancelled after its expiry an offer has expired
 * all the same. So whoever was told that an offer ran out was right.
 */
export function endPendingOffers(
  tx: Tx,
  workspaceId: string,
  end: {
    offerIds: readonly string[]
    to: Exclude<OfferState, 'pending'>
    at: number
    code: string | null
    note: string | null
  },
): Promise<Offer[]> {
  const at = new Date(end.at)
  const inTime = {
    accepted: sql`offer.expires_at > ${at}`,
    declined: sql`offer.expires_at > ${at}`,
    expired: sql`offer.expires_at <= ${at}`,
    revoked: sql`true`,
    cancelled: sql`true`,
  }[end.to]
  return tx.rows(sql<Offer>`
    update offers as offer
    set state = case when offer.expires_at <= ${at} then 'expired' else ${end.to} end,
      end_code = case when offer.expires_at <= ${at} then null else ${end.code} end,
      end_note = case when offer.expires_at <= ${at} then null else ${end.note} end,
      ended_at = ${at}, version = offer.version + 1
    where offer.workspace_id = ${workspaceId}
      and offer.id = any(${end.offerIds}::uuid[])
      and offer.state = 'pending'
      and ${inTime}
    returning ${columns}`)
}

/** Ends the hold of an accepted offer on its agent; null when the task had none. */
export function releaseAcceptedOffer(
  tx: Tx,
  workspaceId: string,
  release: { taskId: string; at: number },
): Promise<Offer | null> {
  return tx.first(sql<Offer>`
    update offers as offer
    set released_at = ${new Date(release.at)}, version = offer.version + 1
    where offer.workspace_id = ${workspaceId}
      and offer.task_id = ${release.taskId}
      and offer.state = 'accepted'
      and offer.released_at is null
    returning ${columns}`)
}

export interface NewOffer extends Omit<Offer, 'state' | 'endCode' | 'endNote' | 'version' | 'endedAt' | 'releasedAt'> {
  readonly state: 'pending' | 'accepted'
}

/** Writes offers; one that would break an invariant is left out. Gives the ids written. */
export async function insertOffers(tx: Tx, workspaceId: string, offers: readonly NewOffer[]): Promise<string[]> {
  const rows = offers.map((offer) => ({
    id: offer.id,
    task_id: offer.taskId,
    ticket_id: offer.ticketId,
    agent_id: offer.agentId,
    decision_id: offer.decisionId,
    queue: offer.queue,
    channel: offer.channel,
    state: offer.state,
    units: offer.units,
    forced: offer.forced,
    one_at_a_time: offer.isOneAtATime,
    reasons: offer.reasons,
    created_at: new Date(offer.createdAt).toISOString(),
    expires_at: new Date(offer.expiresAt).toISOString(),
    ended_at: offer.state === 'accepted' ? new Date(offer.createdAt).toISOString() : null,
  }))
  const written = await tx.prepared<{ id: string }>(insertStatement, [workspaceId, JSON.stringify(rows)])
  return written.map((row) => row.id)
}

const insertStatement = {
  name: 'offers-insert',
  text: `
    insert into offers (workspace_id, id, task_id, ticket_id, agent_id, decision_id, queue, channel, state, units,
      forced, one_at_a_time, reasons, created_at, expires_at, ended_at)
    select $1::uuid, row.*
    from jsonb_to_recordset($2::jsonb) as row (id uuid, task_id uuid, ticket_id uuid,
      agent_id uuid, decision_id uuid, queue text, channel text, state text, units integer, forced boolean,
      one_at_a_time boolean, reasons jsonb, created_at timestamptz, expires_at timestamptz, ended_at timestamptz)
    on conflict do nothing
    returning offers.id`,
}

import { sql } from '../../database/query.ts'
import type { Tx } from '../../platform/context.ts'
import { isMeantFor } from './meant-for-view.ts'
import type { placeOf } from './place-of.ts'
import type { Readable } from './readable-for.ts'

/** One line of a ticket's history, as stored; `message` is set where a message was added. */
export interface TimelineRow {
  readonly seq: number
  /** The ticket it happened on: this one, or one that was merged into it. */
  readonly ticketId: string
  readonly id: string
  readonly type: string
  readonly at: number
  readonly actor: { readonly kind: string; readonly id: string }
  readonly actorName: string | null
  readonly cause: Readonly<Record<string, unknown>> | null
  readonly data: Readonly<Record<string, unknown>>
  readonly subjectSeq: number
}

/** A ticket that goes on in another, and where it lies. */
export interface MergedSource {
  readonly id: string
  readonly place: ReturnType<typeof placeOf>
}

/** The tickets that were merged into one, and into those; cut off where pointers would lead round in a circle. */
export function findMergedSources(tx: Tx, workspaceId: string, ticketId: string): Promise<MergedSource[]> {
  return tx.rows(sql<MergedSource>`
    with recursive merged (id) as (
      select joined.source_id
      from ticket_merges as joined
      where joined.workspace_id = ${workspaceId} and joined.target_id = ${ticketId} and joined.undone_at is null
      union
      select joined.source_id
      from ticket_merges as joined
      join merged on merged.id = joined.target_id
      where joined.workspace_id = ${workspaceId} and joined.undone_at is null
    )
    select ticket.id, jsonb_build_object('channel', ticket.channel, 'queue', ticket.queue,
      'partnerId', ticket.created_by ->> 'partnerId', 'customerId', ticket.customer_id) as place
    from merged
    join tickets as ticket on ticket.workspace_id = ${workspaceId} and ticket.id = merged.id
    where ticket.id <> ${ticketId}`)
}

/** Whose reviews a history shows: everybody's, or one agent's by the id that the log has; null = nobody's. */
export type TimelineReviews = 'all' | { readonly ofAgent: string | null }

/**
 * A ticket's events after a place in the log, oldest first, with the name of who acted; of the tickets merged into it
 * only what was said, and of no ticket what has come to another one since.
 */
export function listTimelineRows(
  tx: Tx,
  workspaceId: string,
  page: Readable & {
    ticketId: string
    mergedIds: readonly string[]
    after: number
    limit: number
    withCases: boolean
    hidden: readonly string[]
    reviews: TimelineReviews
  },
): Promise<TimelineRow[]> {
  return tx.rows(sql<TimelineRow>`
    select event.seq, event.ticket_id as "ticketId", event.id, event.type, event.at, event.actor,
      coalesce(agent.name, token.name, customer.name, member_user.name) as "actorName",
      event.cause, event.data, event.subject_seq as "subjectSeq"
    from events as event
    left join agents as agent
      on event.actor ->> 'kind' = 'agent' and agent.workspace_id = event.workspace_id
        and agent.id = (event.actor ->> 'id')::uuid
    left join service_tokens as token
      on event.actor ->> 'kind' = 'token' and token.workspace_id = event.workspace_id
        and token.id = (event.actor ->> 'id')::uuid
    left join customers as customer
      on event.actor ->> 'kind' = 'customer' and customer.workspace_id = event.workspace_id
        and customer.id = (event.actor ->> 'id')::uuid
    left join members as member
      on event.actor ->> 'kind' = 'member' and member.workspace_id = event.workspace_id
        and member.id = (event.actor ->> 'id')::uuid
    left join users as member_user on member_user.id = member.user_id
    where event.workspace_id = ${workspaceId}
      and (event.ticket_id = ${page.ticketId}
        or event.ticket_id = any(${page.mergedIds}::uuid[]) and event.type like 'message.%')
      and event.seq > ${page.after}
      and (event.type not like 'message.%'
        or event.data ->> 'visibility' = any(${page.visibilities}::text[]) and ${isKeptFor(page.customerIds)})
      and (${page.withCases} or event.subject_kind <> 'case')
      and event.type <> all(${page.hidden}::text[])
      and (event.type <> 'qa.reviewed' or ${isShownReview(page.reviews)})
    order by event.seq
    limit ${page.limit}`)
}

/** What those who turned these offers down said of it, by the offer. */
export async function findOfferNotes(
  tx: Tx,
  workspaceId: string,
  offerIds: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  if (offerIds.length === 0) return new Map()
  const rows = await tx.rows(sql<{ id: string; note: string }>`
    select offer.id, offer.end_note as note
    from offers as offer
    where offer.workspace_id = ${workspaceId} and offer.id = any(${offerIds}::uuid[]) and offer.end_note is not null`)
  return new Map(rows.map(({ id, note }) => [id, note]))
}

function isShownReview(reviews: TimelineReviews) {
  return reviews === 'all' ? sql`true` : sql`event.data ->> 'agentId' = ${reviews.ofAgent}::text`
}

/** Holds for events of messages that are kept on their ticket still, and are these customers' to read. */
function isKeptFor(customerIds: readonly string[] | null) {
  return sql`exists (
    select 1
    from messages as message
    where message.workspace_id = event.workspace_id
      and message.ticket_id = event.ticket_id
      and message.seq = (event.data ->> 'seq')::integer
      and ${isMeantFor(customerIds)})`
}

import { sql } from '../../database/query.ts'
import type { Tx } from '../../platform/context.ts'

export const historyKinds = ['ticket', 'call', 'case', 'review', 'rating', 'order', 'merge'] as const
export type HistoryKind = (typeof historyKinds)[number]

/** One thing that happened with a customer, as a line of its history. */
export interface HistoryItem {
  readonly kind: HistoryKind
  readonly id: string
  /** Epoch ms. */
  readonly at: number
  readonly ticketId: string | null
  /** Of the ticket, or of the case. */
  readonly number: number | null
  readonly title: string | null
  readonly status: string | null
  readonly statusCategory: string | null
  readonly channel: string | null
  /** Of a review, 0..100; of a rating, 1..5. */
  readonly score: number | null
  /** When it was over. */
  readonly endedAt: number | null
}

/** What of a history somebody may see: tickets within a scope, and the kinds that take a permission of their own. */
export interface HistorySight {
  readonly channels: readonly string[] | null
  readonly queues: readonly string[] | null
  readonly kinds: readonly HistoryKind[]
}

/** A page of a customer's history, the latest first; `before` is the last line of the page before. */
export function listHistory(
  tx: Tx,
  workspaceId: string,
  page: { customerId: string; sight: HistorySight; before: { at: number; id: string } | null; limit: number },
): Promise<HistoryItem[]> {
  const { customerId, before, limit } = page
  const { channels, queues, kinds } = page.sight
  return tx.rows(sql<HistoryItem>`
    with own as (
      select ticket.*
      from tickets as ticket
      where ticket.workspace_id = ${workspaceId}
        and ticket.customer_id = ${customerId}
        and (${channels}::text[] is null or ticket.channel = any(${channels}::text[]))
        and (${queues}::text[] is null or ticket.queue = any(${queues}::text[]))),
    line as (
      select 'ticket' as kind, own.id, own.created_at as at, own.id as ticket_id, own.number, own.issue_summary as title,
        own.status, own.status_category, own.channel, null::double precision as score,
        coalesce(own.closed_at, own.solved_at) as ended_at
      from own
      union all
      select 'call', call.id, call.started_at, own.id, own.number, own.issue_summary,
        coalesce(call.end_reason, 'live'), null, own.channel, null, call.ended_at
      from own
      join calls as call on call.workspace_id = ${workspaceId} and call.ticket_id = own.id
      union all
      select 'case', one.id, one.created_at, own.id, one.number, coalesce(one.reason_text, one.reason), one.status, null,
        null, null, one.closed_at
      from own
      join cases as one on one.workspace_id = ${workspaceId} and one.ticket_id = own.id
      union all
      select 'review', review.id, review.created_at, own.id, own.number, review.scorecard, null, null, null, review.score,
        null
      from own
      join qa_reviews as review on review.workspace_id = ${workspaceId} and review.ticket_id = own.id
      union all
      select 'rating', own.id, rating.rated_at, own.id, own.number, rating.comment, null, null, own.channel, rating.score,
        null
      from own
      join ticket_ratings as rating on rating.workspace_id = ${workspaceId} and rating.ticket_id = own.id
      union all
      select 'rating', chat.id, chat.rated_at, own.id, own.number, chat.rating_comment, null, null, own.channel,
        chat.rating, null
      from own
      join chat_sessions as chat on chat.workspace_id = ${workspaceId} and chat.ticket_id = own.id
      where chat.rating is not null
      union all
      select 'order', orders.id, orders.placed_at, null, null, orders.external_id, orders.status, null, null, null, null
      from orders
      where orders.workspace_id = ${workspaceId} and orders.customer_id = ${customerId}
      union all
      select 'merge', merge.id, merge.merged_at, null, null,
        coalesce(other.name, other.external_id), case when merge.undone_at is null then 'merged' else 'undone' end, null,
        null, null, merge.undone_at
      from customer_merges as merge
      join customers as other on other.workspace_id = merge.workspace_id
        and other.id = case when merge.source_id = ${customerId} then merge.target_id else merge.source_id end
      where merge.workspace_id = ${workspaceId}
        and (merge.target_id = ${customerId} or merge.source_id = ${customerId}))
    select line.kind, line.id, line.at, line.ticket_id as "ticketId", line.number, line.title, line.status,
      line.status_category as "statusCategory", line.channel, line.score, line.ended_at as "endedAt"
    from line
    where line.kind = any(${kinds}::text[])
      and (${before === null} or (line.at, line.id) <
        (${before === null ? null : new Date(before.at)}::timestamptz, ${before?.id ?? null}::uuid))
    order by line.at desc, line.id desc
    limit ${limit}`)
}

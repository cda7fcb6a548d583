import { sql } from '../../database/query.ts'
import type { Tx } from '../../platform/context.ts'
import { besideCopy, caseCopy, draftCopy, mailCopy, messagesCopy } from './export-parts-view.ts'

/** What is copied of a ticket besides itself; ids as uuids, instants as PostgreSQL writes them in JSON. */
export interface ExportedTicket {
  readonly id: string
  readonly copy: Readonly<Record<string, unknown>> & { readonly messages: readonly unknown[] }
}

export interface ExportPage {
  readonly customerId: string
  /** The last ticket of the page before. */
  readonly after: string | null
  readonly limit: number
}

/** The next tickets of a customer with all that was said, called and reviewed on them, in the order they were made. */
export function findExportedTickets(tx: Tx, workspaceId: string, page: ExportPage): Promise<ExportedTicket[]> {
  return tx.rows(sql<ExportedTicket>`
    select ticket.id, jsonb_build_object(
      'ticketId', ticket.id, 'number', ticket.number, 'externalId', ticket.external_id, 'channel', ticket.channel,
      'serviceLine', ticket.service_line, 'language', ticket.language, 'type', ticket.type, 'category', ticket.category,
      'priority', ticket.priority, 'priorityReason', ticket.priority_reason, 'status', ticket.status,
      'issueSummary', ticket.issue_summary, 'cause', ticket.cause, 'correction', ticket.correction,
      'resolution', ticket.resolution, 'tags', ticket.tags, 'fields', ticket.fields, 'affected', ticket.affected,
      'callbackUrl', ticket.callback_url, 'raisedAs', ticket.created_by ->> 'customerAs', 'createdAt', ticket.created_at, 'solvedAt', ticket.solved_at,
      'closedAt', ticket.closed_at,
      'messages', ${messagesCopy},
      'drafts', coalesce((
        select jsonb_agg(${draftCopy} order by draft.updated_at)
        from drafts as draft
        where draft.workspace_id = ticket.workspace_id and draft.ticket_id = ticket.id), '[]'),
      'calls', coalesce((
        select jsonb_agg(jsonb_build_object('callId', call.id, 'callRef', call.call_ref, 'from', call.from_address,
          'to', call.to_address, 'startedAt', call.started_at, 'answeredAt', call.answered_at, 'endedAt', call.ended_at,
          'endReason', call.end_reason) order by call.id)
        from calls as call
        where call.workspace_id = ticket.workspace_id and call.ticket_id = ticket.id), '[]'),
      'chats', coalesce((
        select jsonb_agg(jsonb_build_object('chatId', chat.id, 'origin', chat.origin, 'startedAt', chat.started_at,
          'answeredAt', chat.answered_at, 'endedAt', chat.ended_at, 'endReason', chat.end_reason, 'rating', chat.rating,
          'ratingComment', chat.rating_comment) order by chat.id)
        from chat_sessions as chat
        where chat.workspace_id = ticket.workspace_id and chat.ticket_id = ticket.id), '[]'),
      'cases', coalesce((
        select jsonb_agg(${caseCopy} order by one.id)
        from cases as one
        where one.workspace_id = ticket.workspace_id and one.ticket_id = ticket.id), '[]'),
      'mails', coalesce((
        select jsonb_agg(${mailCopy} order by mail.id)
        from outbox_mails as mail
        where mail.workspace_id = ticket.workspace_id and mail.ticket_id = ticket.id
          and mail.kind in ('reply', 'transcript')), '[]'),
      'rating', (
        select jsonb_build_object('score', rating.score, 'comment', rating.comment, 'ratedAt', rating.rated_at)
        from ticket_ratings as rating
        where rating.workspace_id = ticket.workspace_id and rating.ticket_id = ticket.id),
      'reviews', coalesce((
        select jsonb_agg(jsonb_build_object('reviewId', review.id, 'scorecard', review.scorecard,
          'answers', review.answers, 'note', review.note, 'createdAt', review.created_at) order by review.id)
        from qa_reviews as review
        where review.workspace_id = ticket.workspace_id and review.ticket_id = ticket.id), '[]'),
      'checklist', coalesce((
        select jsonb_agg(each.item -> 'text' order by each.place)
        from ticket_checklists as list
        cross join jsonb_array_elements(list.items) with ordinality as each (item, place)
        where list.workspace_id = ticket.workspace_id and list.ticket_id = ticket.id), '[]'),
      'toldTo', coalesce((
        select jsonb_agg(distinct substring(delivery.url from '^[a-z]+://(?:[^/@?#]*@)?([^/?#]+)'))
        from deliveries as delivery
        where delivery.workspace_id = ticket.workspace_id and delivery.ticket_id = ticket.id), '[]')) || ${besideCopy} as copy
    from tickets as ticket
    where ticket.workspace_id = ${workspaceId}
      and ticket.customer_id = ${page.customerId}
      and (${page.after}::uuid is null or ticket.id > ${page.after}::uuid)
    order by ticket.id
    limit ${page.limit}`)
}

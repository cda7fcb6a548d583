import { sql } from '../../database/query.ts'
import type { Tx } from '../../platform/context.ts'

/** What is copied of a ticket besides itself; ids as uuids, instants as PostgreSQL writes them in JSON. */
export interface ExportedTicket {
  readonly id: string
  readonly copy: Readonly<Record<string, unknown>>
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
      'callbackUrl', ticket.callback_url, 'createdAt', ticket.created_at, 'solvedAt', ticket.solved_at,
      'closedAt', ticket.closed_at,
      'messages', coalesce((
        select jsonb_agg(jsonb_build_object('messageId', message.id, 'seq', message.seq, 'author', message.author_kind,
          'visibility', message.visibility, 'body', message.body, 'createdAt', message.created_at,
          'files', ${filesOf(sql`file.id in (
            select hung.file_id
            from message_files as hung
            where hung.workspace_id = message.workspace_id and hung.message_id = message.id)`)}) order by message.seq)
        from messages as message
        where message.workspace_id = ticket.workspace_id and message.ticket_id = ticket.id), '[]'),
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
        where delivery.workspace_id = ticket.workspace_id and delivery.ticket_id = ticket.id), '[]')) as copy
    from tickets as ticket
    where ticket.workspace_id = ${workspaceId}
      and ticket.customer_id = ${page.customerId}
      and (${page.after}::uuid is null or ticket.id > ${page.after}::uuid)
    order by ticket.id
    limit ${page.limit}`)
}

/** What there is to say of some files of a row's workspace, which is named `ticket`; their bytes are fetched by id. */
function filesOf(which: ReturnType<typeof sql>) {
  return sql`coalesce((
    select jsonb_agg(jsonb_build_object('fileId', file.id, 'name', file.name, 'mediaType', file.media_type,
      'size', file.size, 'sha256', encode(file.sha256, 'hex'), 'createdAt', file.created_at) order by file.id)
    from files as file
    where file.workspace_id = ticket.workspace_id and ${which}), '[]')`
}

const draftCopy = sql`
  jsonb_build_object('visibility', draft.visibility, 'body', draft.body, 'updatedAt', draft.updated_at)`

const mailCopy = sql`
  jsonb_build_object('mailId', mail.id, 'kind', mail.kind, 'to', mail.to_address, 'subject', mail.subject,
    'text', mail.body_text, 'state', mail.state, 'createdAt', mail.created_at)`

const caseCopy = sql`jsonb_build_object('caseId', one.id, 'number', one.number, 'reason', one.reason,
  'reasonText', one.reason_text, 'severity', one.severity, 'status', one.status, 'level', one.level,
  'createdAt', one.created_at, 'closedAt', one.closed_at,
  'checks', coalesce((
    select jsonb_agg(jsonb_build_object('name', answer.name, 'result', answer.result, 'note', answer.note,
      'at', answer.at) order by answer.name)
    from case_checks as answer
    where answer.workspace_id = one.workspace_id and answer.case_id = one.id), '[]'),
  'evidence', coalesce((
    select jsonb_agg(jsonb_build_object('evidenceId', piece.id, 'kind', piece.kind, 'text', piece.text, 'url', piece.url,
      'files', ${filesOf(sql`file.evidence_id = piece.id`)}, 'at', piece.at) order by piece.id)
    from case_evidence as piece
    where piece.workspace_id = one.workspace_id and piece.case_id = one.id), '[]'),
  'decisions', coalesce((
    select jsonb_agg(jsonb_build_object('level', made.level, 'outcome', made.outcome, 'note', made.note, 'at', made.at)
      order by made.id)
    from case_decisions as made
    where made.workspace_id = one.workspace_id and made.case_id = one.id), '[]'),
  'notes', coalesce((
    select jsonb_agg(note.body order by note.seq)
    from case_notes as note
    where note.workspace_id = one.workspace_id and note.case_id = one.id), '[]'))`

/** What is copied of a customer besides its tickets. */
export interface ExportedRest {
  readonly orders: readonly Readonly<Record<string, unknown>>[]
  readonly merges: readonly Readonly<Record<string, unknown>>[]
  readonly tokens: readonly Readonly<Record<string, unknown>>[]
}

export async function findExportedRest(tx: Tx, workspaceId: string, customerId: string): Promise<ExportedRest> {
  const row = await tx.first(sql<ExportedRest>`
    select
      coalesce((
        select jsonb_agg(jsonb_build_object('orderId', orders.id, 'externalId', orders.external_id,
          'storeId', orders.store_id, 'brand', orders.brand, 'region', orders.region, 'placedAt', orders.placed_at,
          'status', orders.status, 'serviceMode', orders.service_mode, 'items', orders.items) order by orders.placed_at)
        from orders
        where orders.workspace_id = ${workspaceId} and orders.customer_id = ${customerId}), '[]') as orders,
      coalesce((
        select jsonb_agg(jsonb_build_object('customerId', merge.source_id, 'externalId', source.external_id,
          'name', source.name, 'reason', merge.reason, 'mergedAt', merge.merged_at, 'undoneAt', merge.undone_at)
          order by merge.id)
        from customer_merges as merge
        join customers as source on source.workspace_id = merge.workspace_id and source.id = merge.source_id
        where merge.workspace_id = ${workspaceId} and merge.target_id = ${customerId}), '[]') as merges,
      coalesce((
        select jsonb_agg(jsonb_build_object('name', token.name, 'createdAt', token.created_at,
          'lastUsedAt', token.last_used_at, 'revokedAt', token.revoked_at) order by token.id)
        from service_tokens as token
        where token.workspace_id = ${workspaceId} and token.customer_id = ${customerId} and token.chat_id is null), '[]')
        as tokens`)
  return row ?? { orders: [], merges: [], tokens: [] }
}

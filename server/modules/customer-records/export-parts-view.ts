import { sql } from '../../database/query.ts'

/*
 * What is copied of a row, of a ticket or workspace named `ticket`.
 */

/** What there is to say of some files of a row's workspace, which is named `ticket`; their bytes are fetched by id. */
function filesOf(which: ReturnType<typeof sql>) {
  return sql`coalesce((
    select jsonb_agg(jsonb_build_object('fileId', file.id, 'name', file.name, 'mediaType', file.media_type,
      'size', file.size, 'sha256', encode(file.sha256, 'hex'), 'createdAt', file.created_at) order by file.id)
    from files as file
    where file.workspace_id = ticket.workspace_id and ${which}), '[]')`
}

/**
 * What was said to a ticket, wherever it is kept: a merge keeps the words of one customer on the ticket of another, and
 * neither of them is to read the other's.
 */
export const messagesCopy = sql`coalesce((
  select jsonb_agg(jsonb_build_object('messageId', message.id, 'seq', message.seq,
    'keptOnTicketId', nullif(message.ticket_id, ticket.id), 'author', message.author_kind,
    'visibility', message.visibility, 'body', message.body, 'createdAt', message.created_at,
    'files', ${filesOf(sql`file.id in (
      select hung.file_id
      from message_files as hung
      where hung.workspace_id = message.workspace_id and hung.message_id = message.id)`)})
    order by message.created_at, message.id)
  from messages as message
  where message.workspace_id = ticket.workspace_id
    and (message.ticket_id = ticket.id and message.said_to is null or message.said_to = ticket.id)), '[]')`

export const draftCopy = sql`
  jsonb_build_object('visibility', draft.visibility, 'body', draft.body, 'macro', draft.macro, 'updatedAt', draft.updated_at)`

export const mailCopy = sql`
  jsonb_build_object('mailId', mail.id, 'kind', mail.kind, 'to', mail.to_address, 'toName', mail.to_name, 'subject', mail.subject,
    'text', mail.body_text, 'state', mail.state, 'createdAt', mail.created_at)`

export const caseCopy = sql`jsonb_build_object('caseId', one.id, 'number', one.number, 'reason', one.reason,
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

/** What was done about a ticket besides, as far as it holds words or numbers of people. */
export const besideCopy = sql`jsonb_build_object(
  'supportSessions', coalesce((
    select jsonb_agg(jsonb_build_object('orderId', session.order_id, 'descriptor', session.descriptor,
      'faq', session.faq, 'callbackPhone', session.callback_phone, 'agent', session.agent,
      'openedAt', session.opened_at, 'closedAt', session.closed_at) order by session.id)
    from support_sessions as session
    where session.workspace_id = ticket.workspace_id and session.ticket_id = ticket.id), '[]'),
  'handoff', (
    select jsonb_build_object('market', told.market, 'outcome', told.outcome, 'customerTold', told.customer_told,
      'orderTold', told.order_told, 'submittedAt', told.submitted_at)
    from handoffs as told
    where told.workspace_id = ticket.workspace_id and told.ticket_id = ticket.id),
  'merges', coalesce((
    select jsonb_agg(jsonb_build_object('sourceTicketId', joined.source_id, 'targetTicketId', joined.target_id,
      'reason', joined.reason, 'mergedAt', joined.merged_at, 'undoneAt', joined.undone_at) order by joined.id)
    from ticket_merges as joined
    where joined.workspace_id = ticket.workspace_id and ticket.id in (joined.source_id, joined.target_id)), '[]'),
  'dueTimesSet', coalesce((
    select jsonb_agg(jsonb_build_object('metric', clock.metric, 'reason', told.entry ->> 'reason',
      'dueAt', clock.due_at) order by clock.id, told.place)
    from sla_clocks as clock
    cross join jsonb_array_elements(clock.detail -> 'ledger') with ordinality as told (entry, place)
    where clock.workspace_id = ticket.workspace_id and clock.ticket_id = ticket.id
      and told.entry ->> 'kind' = 'override'), '[]'),
  'declines', coalesce((
    select jsonb_agg(jsonb_build_object('code', offer.end_code, 'note', offer.end_note) order by offer.id)
    from tasks as task
    join offers as offer on offer.workspace_id = task.workspace_id and offer.task_id = task.id
    where task.workspace_id = ticket.workspace_id and task.ticket_id = ticket.id
      and offer.end_note is not null), '[]'),
  'automations', coalesce((
    select jsonb_agg(jsonb_build_object('automation', run.automation, 'outcome', run.outcome, 'reason', run.reason,
      'at', run.at) order by run.id)
    from automation_runs as run
    where run.workspace_id = ticket.workspace_id and run.ticket_id = ticket.id), '[]'))`

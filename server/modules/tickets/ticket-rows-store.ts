import type { Fragment } from '../../database/fragment.ts'

/** A ticket of a gathered intake. Its number is the batch's first number plus `place`. */
export interface NewTicketRow {
  readonly place: number
  readonly id: string
  readonly event_seq: number
  readonly message_seq: number
  readonly external_id: string | null
  readonly type: string | null
  readonly category: string | null
  readonly priority: string
  readonly impact: string | null
  readonly urgency: string | null
  readonly priority_reason: string | null
  readonly channel: string
  readonly service_line: string | null
  readonly language: string
  readonly lifecycle: string
  readonly status: string
  readonly status_category: string
  readonly queue: string
  readonly customer_id: string
  readonly order_id: string | null
  readonly store_id: string | null
  readonly issue_summary: string
  readonly classified_by: string | null
  readonly tags: string
  readonly fields: string
  readonly affected: string
  readonly sla_policy: string | null
  readonly next_due_at: Date | null
  readonly callback_url: string | null
  readonly created_by: string
  readonly opened_by: string
}

export const insertTickets: Fragment<NewTicketRow> = {
  name: 'new_tickets',
  columns: {
    place: 'integer',
    id: 'uuid',
    event_seq: 'integer',
    message_seq: 'integer',
    external_id: 'text',
    type: 'text',
    category: 'text',
    priority: 'text',
    impact: 'text',
    urgency: 'text',
    priority_reason: 'text',
    channel: 'text',
    service_line: 'text',
    language: 'text',
    lifecycle: 'text',
    status: 'text',
    status_category: 'text',
    queue: 'text',
    customer_id: 'uuid',
    order_id: 'uuid',
    store_id: 'text',
    issue_summary: 'text',
    classified_by: 'text',
    tags: 'text',
    fields: 'jsonb',
    affected: 'text',
    sla_policy: 'text',
    next_due_at: 'timestamptz',
    callback_url: 'text',
    created_by: 'jsonb',
    opened_by: 'text',
  },
  // tags and affected travel as array literals: unnest takes a two-dimensional array apart completely.
  text: `
    insert into tickets (workspace_id, id, number, event_seq, message_seq, external_id, type, category, priority,
      impact, urgency, priority_reason, channel, service_line, language, lifecycle, status, status_category, queue, customer_id, order_id, store_id,
      issue_summary, classified_by, tags, fields, affected, sla_policy, next_due_at, callback_url, created_by,
      opened_by, workflow_version, created_at, updated_at)
    select {$workspace}, row.id, fresh.base + row.place, row.event_seq, row.message_seq, row.external_id, row.type,
      row.category, row.priority, row.impact, row.urgency, row.priority_reason, row.channel, row.service_line, row.language, row.lifecycle, row.status,
      row.status_category, row.queue, row.customer_id, row.order_id, row.store_id, row.issue_summary,
      row.classified_by, row.tags::text[], row.fields, row.affected::text[], row.sla_policy, row.next_due_at,
      row.callback_url, row.created_by, row.opened_by, {$version}, {$now}, {$now}
    from {rows}
    join fresh on fresh.place = row.place
    returning 1`,
}

/** The first message of a ticket of a gathered intake. */
export interface NewMessageRow {
  readonly place: number
  readonly id: string
  readonly ticket_id: string
  readonly author_kind: string
  readonly author_id: string | null
  readonly body: string
}

export const insertFirstMessages: Fragment<NewMessageRow> = {
  name: 'new_messages',
  columns: { place: 'integer', id: 'uuid', ticket_id: 'uuid', author_kind: 'text', author_id: 'uuid', body: 'text' },
  text: `
    insert into messages (workspace_id, id, ticket_id, seq, author_kind, author_id, visibility, body, created_at)
    select {$workspace}, row.id, row.ticket_id, 1, row.author_kind, row.author_id, 'public', row.body, {$now}
    from {rows}
    join fresh on fresh.place = row.place
    returning 1`,
}

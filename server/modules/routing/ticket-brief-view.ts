import { sql } from '../../database/query.ts'

/** What a task is about, in one look. */
export interface TicketBrief {
  readonly number: number
  readonly issueSummary: string
  readonly priority: string
  readonly language: string
  readonly customer: { readonly externalId: string | null; readonly name: string | null }
}

/** A column for statements that have joined `ticket` and its `customer`. */
export const ticketBrief = sql`
  jsonb_build_object('number', ticket.number, 'issueSummary', ticket.issue_summary, 'priority', ticket.priority,
    'language', ticket.language, 'customer', jsonb_build_object('externalId', customer.external_id, 'name', customer.name))`

/**
 * Joins `ticket` and its `customer` to a row that names its ticket, written so that the planner can only go from that row
 * on: in a database that was never analyzed it takes every table for one row, and begins with any of them.
 */
export const joinTicket = (from: 'offer' | 'task') => sql`
  join lateral (
    select one.number, one.issue_summary, one.priority, one.language, one.customer_id, one.created_by
    from tickets as one
    where one.workspace_id = ${sql.ref(`${from}.workspace_id`)} and one.id = ${sql.ref(`${from}.ticket_id`)}
    limit 1) as ticket on true
  join lateral (
    select one.external_id, one.name
    from customers as one
    where one.workspace_id = ${sql.ref(`${from}.workspace_id`)} and one.id = ticket.customer_id
    limit 1) as customer on true`

import { sql } from '../../database/query.ts'

/** What a task is about, in one look. */
export interface TicketBrief {
  readonly number: number
  readonly issueSummary: string
  readonly priority: string
  readonly language: string
  readonly customer: { readonly name: string | null }
}

/** A column for statements that have joined `ticket` and its `customer`. */
export const ticketBrief = sql`
  jsonb_build_object('number', ticket.number, 'issueSummary', ticket.issue_summary, 'priority', ticket.priority,
    'language', ticket.language, 'customer', jsonb_build_object('name', customer.name))`

import { sql } from '../../database/query.ts'
import type { Tx } from '../../platform/context.ts'
import { type ConditionFacts, conditionFacts } from '../tickets/index.ts'

/** An event that may open a case. */
export interface TriggerEvent {
  readonly seq: number
  readonly id: string
  readonly type: string
  readonly ticketId: string
  readonly at: number
  readonly data: Readonly<Record<string, unknown>>
}

/** Of these types the events of tickets after one number up to another, in order. */
export function findTriggerEvents(
  tx: Tx,
  workspaceId: string,
  range: { types: readonly string[]; after: number; upTo: number; limit: number },
): Promise<TriggerEvent[]> {
  return tx.rows(sql<TriggerEvent>`
    select event.seq, event.id, event.type, event.ticket_id as "ticketId", event.at, event.data
    from events as event
    where event.workspace_id = ${workspaceId}
      and event.seq > ${range.after}
      and event.seq <= ${range.upTo}
      and event.ticket_id is not null
      and event.type = any(${range.types}::text[])
    order by event.seq
    limit ${range.limit}`)
}

/** What triggers may ask of a ticket, as it stands now. */
export interface TriggerTicket extends ConditionFacts {
  readonly id: string
  readonly summary: string
  readonly serviceLine: string | null
  readonly channel: string
  readonly language: string
  readonly queue: string
  readonly priority: string
  readonly type: string | null
  readonly category: string | null
  readonly tags: readonly string[]
  readonly affected: readonly string[]
  readonly fields: Readonly<Record<string, unknown>>
  readonly status: string
  readonly statusCategory: string
  readonly reopened: number
  readonly createdAt: number
}

/** These tickets with their customers, orders and first messages. */
export function findTriggerTickets(
  tx: Tx,
  workspaceId: string,
  ticketIds: readonly string[],
): Promise<TriggerTicket[]> {
  return tx.rows(sql<TriggerTicket>`
    select ticket.id, ticket.issue_summary as summary, ticket.service_line as "serviceLine", ticket.channel,
      ticket.language, ticket.queue, ticket.priority, ticket.type, ticket.category, ticket.tags, ticket.affected,
      ticket.fields, ticket.status, ticket.status_category as "statusCategory",
      ticket.reopened, ticket.created_at as "createdAt", ${conditionFacts}
    from tickets as ticket
    join customers as customer on customer.workspace_id = ticket.workspace_id and customer.id = ticket.customer_id
    left join orders on orders.workspace_id = ticket.workspace_id and orders.id = ticket.order_id
    where ticket.workspace_id = ${workspaceId} and ticket.id = any(${ticketIds}::uuid[])`)
}

/** A message by its ticket and its number there. */
export interface MessagePlace {
  readonly ticketId: string
  readonly seq: number
}

/** The texts of these messages, by `ticketId seq`; what is gone has none. */
export async function findMessageTexts(
  tx: Tx,
  workspaceId: string,
  places: readonly MessagePlace[],
): Promise<Map<string, string>> {
  const rows = await tx.rows(sql<MessagePlace & { body: string }>`
    select message.ticket_id as "ticketId", message.seq, message.body
    from unnest(${places.map(({ ticketId }) => ticketId)}::uuid[], ${places.map(({ seq }) => seq)}::integer[])
      as place (ticket_id, seq)
    join messages as message
      on message.workspace_id = ${workspaceId} and message.ticket_id = place.ticket_id and message.seq = place.seq`)
  return new Map(rows.map(({ ticketId, seq, body }) => [`${ticketId} ${seq}`, body]))
}

import type { RawBuilder } from 'kysely'
import { sql } from '../../database/query.ts'
import type { Tx } from '../../platform/context.ts'
import { type ConditionFacts, conditionFacts } from '../tickets/index.ts'

/** An event that rules may be asked about, or that a workflow was published. */
export interface FollowedEvent {
  readonly seq: number
  readonly id: string
  readonly type: string
  readonly ticketId: string | null
  readonly at: number
  readonly actorKind: string
  readonly cause: Readonly<Record<string, unknown>> | null
  readonly data: Readonly<Record<string, unknown>>
}

/** Of these types the events after one number up to another, in order. */
export function findFollowedEvents(
  tx: Tx,
  workspaceId: string,
  range: { types: readonly string[]; after: number; upTo: number; limit: number },
): Promise<FollowedEvent[]> {
  return tx.rows(sql<FollowedEvent>`
    select event.seq, event.id, event.type, event.ticket_id as "ticketId", event.at, event.actor->>'kind' as "actorKind",
      event.cause, event.data
    from events as event
    where event.workspace_id = ${workspaceId}
      and event.seq > ${range.after}
      and event.seq <= ${range.upTo}
      and event.type = any(${range.types}::text[])
    order by event.seq
    limit ${range.limit}`)
}

/** A ticket as rules may ask about it, as it stands now. */
export interface SubjectRow extends ConditionFacts {
  readonly id: string
  readonly number: number
  readonly summary: string
  readonly serviceLine: string | null
  readonly channel: string
  readonly language: string
  readonly queue: string
  readonly priority: string
  readonly type: string | null
  readonly category: string | null
  readonly classifiedBy: string | null
  readonly lifecycle: string
  readonly status: string
  readonly statusCategory: string
  readonly assigneeId: string | null
  readonly isMerged: boolean
  readonly tags: readonly string[]
  readonly affected: readonly string[]
  readonly fields: Readonly<Record<string, unknown>>
  readonly reopened: number
  readonly messages: number
  readonly isAnswered: boolean
  readonly createdAt: number
  readonly statusSince: number
  readonly changedAt: number
  readonly customerId: string
  readonly customerName: string | null
}

const statusTypes = [
  'ticket.created',
  'ticket.classified',
  'ticket.assigned',
  'ticket.status_changed',
  'ticket.solved',
  'ticket.closed',
  'ticket.reopened',
  'ticket.merged',
  'ticket.unmerged',
]

/** What happened to the ticket by anybody but an automation, and since when it has its status. */
const times: RawBuilder<unknown> = sql`
  select max(event.at) filter (where event.type = any(${statusTypes}::text[])) as status_since,
    max(event.at) filter (where event.cause->>'automation' is null
      and (event.type like 'ticket.%' or event.type = 'message.added')) as changed_at
  from events as event
  where event.workspace_id = ticket.workspace_id and event.ticket_id = ticket.id`

/** These tickets with their customers, orders, first messages and times; of some statuses or their kinds only when given. */
export function findSubjects(
  tx: Tx,
  workspaceId: string,
  ticketIds: readonly string[],
  states: readonly string[] | null = null,
): Promise<SubjectRow[]> {
  return tx.rows(sql<SubjectRow>`
    select ticket.id, ticket.number, ticket.issue_summary as summary, ticket.service_line as "serviceLine",
      ticket.channel, ticket.language, ticket.queue, ticket.priority, ticket.type, ticket.category,
      ticket.classified_by as "classifiedBy", ticket.lifecycle, ticket.status,
      ticket.status_category as "statusCategory", ticket.assignee_id as "assigneeId",
      exists (select from ticket_merges as merge
        where merge.workspace_id = ticket.workspace_id and merge.source_id = ticket.id and merge.undone_at is null)
        as "isMerged",
      ticket.tags, ticket.affected, ticket.fields, ticket.reopened, ticket.message_seq as messages,
      exists (select from messages as reply
        where reply.workspace_id = ticket.workspace_id and reply.ticket_id = ticket.id and reply.visibility = 'public'
          and reply.author_kind not in ('customer', 'system')) as "isAnswered",
      ticket.created_at as "createdAt", coalesce(times.status_since, ticket.created_at) as "statusSince",
      coalesce(times.changed_at, ticket.created_at) as "changedAt", ticket.customer_id as "customerId",
      customer.name as "customerName", ${conditionFacts}
    from tickets as ticket
    join customers as customer on customer.workspace_id = ticket.workspace_id and customer.id = ticket.customer_id
    left join orders on orders.workspace_id = ticket.workspace_id and orders.id = ticket.order_id
    cross join lateral (${times}) as times
    where ticket.workspace_id = ${workspaceId}
      and ticket.id = any(${ticketIds}::uuid[])
      and (${states}::text[] is null
        or ticket.status = any(${states}::text[])
        or ticket.status_category = any(${states}::text[]))`)
}

/** A message by its ticket and its number there. */
export interface MessagePlace {
  readonly ticketId: string
  readonly seq: number
}

/** What was said, and by whom. */
export interface Said {
  readonly text: string
  readonly author: string
}

/** The texts of these messages and who said them, by `ticketId seq`; what is gone has none. */
export async function findSaid(
  tx: Tx,
  workspaceId: string,
  places: readonly MessagePlace[],
): Promise<Map<string, Said>> {
  const rows = await tx.keyed(sql<MessagePlace & Said>`
    select message.ticket_id as "ticketId", message.seq, message.body as text, message.author_kind as author
    from unnest(${places.map(({ ticketId }) => ticketId)}::uuid[], ${places.map(({ seq }) => seq)}::integer[])
      as place (ticket_id, seq)
    join messages as message
      on message.workspace_id = ${workspaceId} and message.ticket_id = place.ticket_id and message.seq = place.seq`)
  return new Map(rows.map(({ ticketId, seq, text, author }) => [`${ticketId} ${seq}`, { text, author }]))
}

/** A page of the tickets that are not closed, in the order of their ids. */
export async function findOpenTicketIds(
  tx: Tx,
  workspaceId: string,
  page: { after: string | null; limit: number },
): Promise<string[]> {
  const rows = await tx.rows(sql<{ id: string }>`
    select ticket.id
    from tickets as ticket
    where ticket.workspace_id = ${workspaceId}
      and ticket.status_category <> 'closed'
      and (${page.after}::uuid is null or ticket.id > ${page.after}::uuid)
    order by ticket.id
    limit ${page.limit}`)
  return rows.map((row) => row.id)
}

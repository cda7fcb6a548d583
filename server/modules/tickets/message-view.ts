import { sql } from '../../database/query.ts'
import type { Tx } from '../../platform/context.ts'
import { isMeantFor } from './meant-for-view.ts'
import type { AuthorKind, Message } from './message.ts'
import type { Readable } from './readable-for.ts'

const columns = sql`
  message.id, message.ticket_id as "ticketId", message.seq, message.client_id as "clientId",
  jsonb_build_object('kind', message.author_kind, 'id', message.author_id,
    'name', coalesce(agent.name, customer.name, member_user.name, token.name, partner.name)) as author,
  message.visibility, message.body, message.is_question as "isQuestion", message.created_at as "createdAt",
  coalesce((
    select jsonb_agg(jsonb_build_object('id', file.id, 'name', file.name, 'mediaType', file.media_type,
      'size', file.size, 'width', file.width, 'height', file.height) order by hung.place)
    from message_files as hung
    join files as file on file.workspace_id = hung.workspace_id and file.id = hung.file_id
    where hung.workspace_id = message.workspace_id and hung.message_id = message.id), '[]') as attachments,
  case when message.redacted_at is not null then jsonb_build_object('reason', message.redaction_reason,
    'at', round(extract(epoch from message.redacted_at) * 1000)) end as redaction`

const joins = sql`
  left join agents as agent
    on message.author_kind = 'agent' and agent.workspace_id = message.workspace_id and agent.id = message.author_id
  left join customers as customer
    on message.author_kind = 'customer' and customer.workspace_id = message.workspace_id and customer.id = message.author_id
  left join members as member
    on message.author_kind = 'member' and member.workspace_id = message.workspace_id and member.id = message.author_id
  left join users as member_user on member_user.id = member.user_id
  left join service_tokens as token
    on message.author_kind = 'token' and token.workspace_id = message.workspace_id and token.id = message.author_id
  left join partners as partner
    on message.author_kind = 'partner' and partner.workspace_id = message.workspace_id and partner.id = message.author_id`

/** Holds for messages, named `message`, that may be read. */
function isReadable({ visibilities, customerIds }: Readable) {
  return sql`message.visibility = any(${visibilities}::text[]) and ${isMeantFor(customerIds)}`
}

/** A ticket's messages after a `seq`, oldest first; only what may be read. */
export function listMessagesOf(
  tx: Tx,
  workspaceId: string,
  page: Readable & { ticketId: string; after: number; limit: number },
): Promise<Message[]> {
  return tx.rows(sql<Message>`
    select ${columns}
    from messages as message
    ${joins}
    where message.workspace_id = ${workspaceId}
      and message.ticket_id = ${page.ticketId}
      and message.seq > ${page.after}
      and ${isReadable(page)}
    order by message.seq
    limit ${page.limit}`)
}

/** The message a client has already sent to a ticket under this id, wherever it is kept, or null. */
export function findMessageByClientId(
  tx: Tx,
  workspaceId: string,
  key: { ticketId: string; clientId: string },
): Promise<Message | null> {
  return tx.first(sql<Message>`
    select ${columns}
    from messages as message
    ${joins}
    where message.workspace_id = ${workspaceId}
      and case when message.said_to is null then message.ticket_id else message.said_to end = ${key.ticketId}
      and message.client_id = ${key.clientId}`)
}

/** One message, or null. */
export function findMessage(tx: Tx, workspaceId: string, messageId: string): Promise<Message | null> {
  return tx.first(sql<Message>`
    select ${columns}
    from messages as message
    ${joins}
    where message.workspace_id = ${workspaceId} and message.id = ${messageId}`)
}

/** The place of a ticket's last message; 0 when nothing was said. The caller has locked the ticket. */
export async function findLastMessageSeq(tx: Tx, workspaceId: string, ticketId: string): Promise<number> {
  const row = await tx.first(sql<{ seq: number }>`
    select ticket.message_seq as seq
    from tickets as ticket
    where ticket.workspace_id = ${workspaceId} and ticket.id = ${ticketId}`)
  return row?.seq ?? 0
}

/** The messages with these ids. */
export function findMessages(tx: Tx, workspaceId: string, messageIds: readonly string[]): Promise<Message[]> {
  return tx.rows(sql<Message>`
    select ${columns}
    from messages as message
    ${joins}
    where message.workspace_id = ${workspaceId} and message.id = any(${messageIds}::uuid[])`)
}

/** The last messages of each of these tickets, of what may be read, `each` of them at most, oldest first. */
export function findLastMessages(
  tx: Tx,
  workspaceId: string,
  key: Readable & { ticketIds: readonly string[]; each: number },
): Promise<Message[]> {
  return tx.keyed(sql<Message>`
    select latest.*
    from unnest(${key.ticketIds}::uuid[]) as wanted (id)
    cross join lateral (
      select ${columns}
      from messages as message
      ${joins}
      where message.workspace_id = ${workspaceId}
        and message.ticket_id = wanted.id
        and ${isReadable(key)}
      order by message.seq desc
      limit ${key.each}) as latest
    order by wanted.id, latest.seq`)
}

/**
 * What was said to these customers' tickets and is kept on somebody else's, oldest first; of what may be read, with the
 * ticket each was said to.
 */
export function findSaidElsewhere(
  tx: Tx,
  workspaceId: string,
  key: Readable & { ticketIds: readonly string[] },
): Promise<(Message & { readonly saidTo: string })[]> {
  return tx.rows(sql<Message & { readonly saidTo: string }>`
    select ${columns}, message.said_to as "saidTo"
    from messages as message
    join tickets as kept on kept.workspace_id = message.workspace_id and kept.id = message.ticket_id
    ${joins}
    where message.workspace_id = ${workspaceId}
      and message.said_to = any(${key.ticketIds}::uuid[])
      and kept.customer_id <> all(${key.customerIds}::uuid[])
      and ${isReadable(key)}
    order by message.created_at, message.id`)
}

/** Who writes a message, by kind and id. */
export interface AuthorKey {
  readonly kind: AuthorKind
  readonly id: string
}

/** The names of these authors that have one, by `kind id`. */
export async function findAuthorNames(
  tx: Tx,
  workspaceId: string,
  authors: readonly AuthorKey[],
): Promise<Map<string, string>> {
  const rows = await tx.keyed(sql<AuthorKey & { name: string | null }>`
    select message.author_kind as kind, message.author_id as id,
      coalesce(agent.name, customer.name, member_user.name, token.name) as name
    from (
      select ${workspaceId}::uuid as workspace_id, author.kind as author_kind, author.id as author_id
      from unnest(${authors.map(({ kind }) => kind)}::text[], ${authors.map(({ id }) => id)}::uuid[]) as author (kind, id)
    ) as message
    ${joins}`)
  return new Map(rows.flatMap(({ kind, id, name }) => (name === null ? [] : [[`${kind} ${id}`, name]])))
}

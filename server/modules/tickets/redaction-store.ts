import { sql } from '../../database/query.ts'
import type { Tx } from '../../platform/context.ts'
import type { RedactionReason, Visibility } from './message.ts'

/** A message whose words are to be taken out, or a copy of it. */
export interface RedactedRow {
  readonly id: string
  readonly ticketId: string
  readonly seq: number
  readonly visibility: Visibility
  readonly authorKind: string
  readonly body: string
}

/**
 * A message and its copies: a split gives the same words, of the same author and instant, to another ticket. By id.
 * Empty when there is no such message.
 */
export function findWithCopies(tx: Tx, workspaceId: string, messageId: string): Promise<RedactedRow[]> {
  return tx.rows(sql<RedactedRow>`
    with recursive asked as materialized (
      select message.*
      from messages as message
      where message.workspace_id = ${workspaceId} and message.id = ${messageId}),
    family (id) as (
      select asked.ticket_id
      from asked
      union
      select case when link.ticket_id = family.id then link.other_ticket_id else link.ticket_id end
      from family
      join ticket_links as link
        on link.workspace_id = ${workspaceId} and link.kind = 'split_from'
        and (link.ticket_id = family.id or link.other_ticket_id = family.id))
    select message.id, message.ticket_id as "ticketId", message.seq, message.visibility,
      message.author_kind as "authorKind", message.body
    from asked
    join messages as message
      on message.workspace_id = asked.workspace_id
      and message.ticket_id in (select family.id from family)
      and (message.id = asked.id
        or (message.created_at, message.author_kind, message.body) = (asked.created_at, asked.author_kind, asked.body)
          and message.author_id is not distinct from asked.author_id)
    order by message.id`)
}

/** Takes the words out of messages; that they were said, by whom and when, stays. Their tickets are locked. */
export async function redactMessages(
  tx: Tx,
  workspaceId: string,
  { ids, reason, at }: { ids: readonly string[]; reason: RedactionReason; at: number },
): Promise<void> {
  await tx.count(sql`
    update messages as message
    set body = '', redacted_at = ${new Date(at)}, redaction_reason = ${reason}
    where message.workspace_id = ${workspaceId} and message.id = any(${ids}::uuid[]) and message.redacted_at is null`)
}

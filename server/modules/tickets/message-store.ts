import { sql } from '../../database/query.ts'
import type { Tx } from '../../platform/context.ts'
import type { AuthorKind, Visibility } from './message.ts'

export interface NewMessage {
  readonly id: string
  readonly ticketId: string
  readonly seq: number
  readonly clientId: string | null
  /** The ticket it was said to, when it is kept on another one. */
  readonly saidTo: string | null
  readonly authorKind: AuthorKind
  readonly authorId: string | null
  readonly visibility: Visibility
  readonly body: string
  readonly isQuestion: boolean
  readonly at: number
}

/** Adds a message to a ticket this transaction has locked. */
export async function insertMessage(tx: Tx, workspaceId: string, message: NewMessage): Promise<void> {
  await tx.count(sql`
    insert into messages (workspace_id, id, ticket_id, seq, client_id, said_to, author_kind, author_id, visibility, body,
      is_question, created_at)
    values (${workspaceId}, ${message.id}, ${message.ticketId}, ${message.seq}, ${message.clientId}, ${message.saidTo},
      ${message.authorKind}, ${message.authorId}, ${message.visibility}, ${message.body},
      ${message.isQuestion}, ${new Date(message.at)})`)
}

/** A message that came to its own ticket, and the one it had been kept on. */
export interface MovedMessage {
  readonly id: string
  readonly seq: number
  readonly visibility: Visibility
  readonly authorKind: AuthorKind
  readonly from: string
}

/**
 * Brings what was said to tickets, and is kept on those that went on instead of them, to the one that goes on by itself
 * again: it takes the next places there, in the order it was said. All of them are locked. Gives it in that order.
 */
export function moveMessagesBack(
  tx: Tx,
  workspaceId: string,
  { saidTo, from, to }: { saidTo: readonly string[]; from: readonly string[]; to: string },
): Promise<MovedMessage[]> {
  return tx.rows(sql<MovedMessage>`
    with returning_ones as (
      select message.id, message.ticket_id, ticket.message_seq + row_number() over (order by message.id) as seq
      from messages as message
      join tickets as ticket on ticket.workspace_id = message.workspace_id and ticket.id = ${to}
      where message.workspace_id = ${workspaceId}
        and message.said_to = any(${saidTo}::uuid[])
        and message.ticket_id = any(${from}::uuid[])),
    moved as (
      update messages as message
      set ticket_id = ${to}, seq = one.seq, said_to = nullif(message.said_to, ${to}::uuid)
      from returning_ones as one
      where message.workspace_id = ${workspaceId} and message.id = one.id
      returning message.id, message.seq, message.visibility, message.author_kind as "authorKind",
        one.ticket_id as "from")
    select moved.*
    from moved
    order by moved.seq`)
}

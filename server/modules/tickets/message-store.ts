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

import { sql } from '../../database/query.ts'
import type { Tx } from '../../platform/context.ts'
import { isMeantFor, type placeOf, type Readable, type Visibility } from '../tickets/index.ts'

/** Where a message with a file is shown: on its own ticket, or on the one that goes on instead. */
export interface FileUse {
  readonly ticketId: string
  readonly isOwnTicket: boolean
  readonly visibility: Visibility
  readonly place: ReturnType<typeof placeOf> & { readonly chatId: string | null }
}

/** The tickets that show a file on a message which may be read: those it was said on and those these were merged into. */
export function findFileUses(
  tx: Tx,
  workspaceId: string,
  { fileId, visibilities, customerIds }: Readable & { fileId: string },
): Promise<FileUse[]> {
  // A customer reads what was said to a ticket of its own as said there, on whosever ticket it is kept.
  const ofCustomers = customerIds !== null
  return tx.rows(sql<FileUse>`
    with recursive shown (id, is_own, chat_id, visibility) as (
      select case when ${ofCustomers} and message.said_to is not null then message.said_to else message.ticket_id end, true, spoken.chat_id, message.visibility
      from message_files as hung
      join messages as message on message.workspace_id = hung.workspace_id and message.id = hung.message_id
      left join chat_messages as spoken
        on spoken.workspace_id = message.workspace_id and spoken.message_id = message.id
      where hung.workspace_id = ${workspaceId}
        and hung.file_id = ${fileId}
        and message.visibility = any(${visibilities}::text[])
        and ${isMeantFor(customerIds)}
      union
      select joined.target_id, false, shown.chat_id, shown.visibility
      from shown
      join ticket_merges as joined
        on joined.workspace_id = ${workspaceId} and joined.source_id = shown.id and joined.undone_at is null
    )
    select ticket.id as "ticketId", shown.is_own as "isOwnTicket", shown.visibility, jsonb_build_object('channel', ticket.channel, 'queue', ticket.queue,
      'partnerId', ticket.created_by ->> 'partnerId', 'customerId', ticket.customer_id,
      'chatId', shown.chat_id) as place
    from shown
    join tickets as ticket on ticket.workspace_id = ${workspaceId} and ticket.id = shown.id`)
}

/** The case that a file was laid before, or null. */
export async function findCaseOfFile(tx: Tx, workspaceId: string, fileId: string): Promise<string | null> {
  const row = await tx.first(sql<{ id: string }>`
    select piece.case_id as id
    from files as file
    join case_evidence as piece on piece.workspace_id = file.workspace_id and piece.id = file.evidence_id
    where file.workspace_id = ${workspaceId} and file.id = ${fileId}`)
  return row?.id ?? null
}

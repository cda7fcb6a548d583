import type { Context, Tx } from '../../platform/context.ts'
import { attachToMessage } from '../files/index.ts'
import type { Written } from './write-decided.ts'

/**
 * Hangs the files that a request brings on its first message, in the transaction that wrote it. Throws `invalid` for a
 * file that is not the caller's or hangs somewhere already, `conflict` when they are more than a ticket may have.
 */
export async function attachFiles(tx: Tx, context: Context, { prepared, rows }: Written): Promise<void> {
  const { attachments: fileIds, ticket } = prepared
  if (fileIds.length === 0) return
  const messageId = rows.message?.id
  if (messageId === undefined) throw new Error('A request with files was written without a message.')
  await attachToMessage(tx, context, { ticketId: ticket.id, messageId, fileIds })
}

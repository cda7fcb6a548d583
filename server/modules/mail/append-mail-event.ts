import type { Context, Tx } from '../../platform/context.ts'
import { encodeId } from '../../platform/ids.ts'
import { appendEvents, appendWorkspaceEvent } from '../events/index.ts'
import { takeTicketSeq } from '../tickets/index.ts'
import type { OutboxMail } from './mail.ts'

type MailFact =
  | { readonly type: 'mail.requested' }
  | { readonly type: 'mail.failed'; readonly reason: string; readonly code: number | null }

/**
 * Records what became of a mail: on its ticket when it goes to the customer, else on the workspace. The ticket is locked by
 * this transaction.
 */
export async function appendMailEvent(
  tx: Tx,
  context: Context,
  mail: Pick<OutboxMail, 'id' | 'kind' | 'ticketId'>,
  fact: MailFact,
): Promise<void> {
  const of = { mailId: encodeId('mail', mail.id), kind: mail.kind }
  const event =
    fact.type === 'mail.requested'
      ? { type: fact.type, data: of }
      : { type: fact.type, data: { ...of, reason: fact.reason, code: fact.code } }
  const { ticketId } = mail
  if (ticketId === null || !isForCustomer(mail)) return appendWorkspaceEvent(tx, context, event)
  const seqs = await takeTicketSeq(tx, context.workspace.id, new Map([[ticketId, 1]]))
  const subject = { kind: 'ticket', id: ticketId, seq: seqs.get(ticketId) ?? 1 } as const
  await appendEvents(tx, context, [{ ...event, subject, ticketId }])
}

/** Whether a mail is a part of the conversation with the customer. */
export function isForCustomer({ kind }: Pick<OutboxMail, 'kind'>): boolean {
  return kind === 'reply' || kind === 'transcript'
}

import type { Context, Tx } from '../../platform/context.ts'
import { AppError, type FieldError } from '../../platform/errors.ts'
import { encodeId, newId } from '../../platform/ids.ts'
import { shareWithMessage } from '../files/index.ts'
import { type Grip, handleTicket, noChange, type TicketChange } from '../handling/index.ts'
import { findMeantTickets, findMessages, insertMessage, type Message, type Ticket } from '../tickets/index.ts'
import { openRelated } from './open-related.ts'

export interface SplitInput {
  readonly ticketId: string
  readonly messageIds: readonly string[]
  readonly issueSummary: string
  /** Messages that its customer cannot read may come along, and stay unread there. */
  readonly includeNotes: boolean
  readonly type?: string
  readonly category?: string
  readonly priority?: string
}

/**
 * Opens a ticket of its own for what some messages of another are about: like that one, routed and clocked as any new
 * one, with copies of these messages by who said them and when. The other one keeps its history whole. Gives the new
 * one; null when there is no such ticket. Throws `invalid` for a message that is not there or may not come along, and
 * for words the workflow does not know.
 */
export async function splitTicket(context: Context, input: SplitInput): Promise<Ticket | null> {
  let opened: Ticket | null = null
  await handleTicket(context, { ticketId: input.ticketId, permission: 'ticket:merge' }, async (grip, tx) => {
    const messages = await chosen(tx, context, input)
    const { issueSummary, type, category, priority } = input
    const request = {
      issueSummary,
      ...(type !== undefined && { type }),
      ...(category !== undefined && { category }),
      ...(priority !== undefined && { priority }),
    }
    const fill = (grown: Grip) => copyMessages(tx, context, grown, { from: input.ticketId, messages })
    opened = await openRelated(tx, context, grip, { kind: 'split_from', request, fill })
    const data = { ticketId: encodeId('ticket', opened.id), messages: messages.length }
    return { ...noChange, facts: [{ type: 'ticket.split', data }] }
  })
  return opened
}

/** The messages to come along, in the order they were said. */
async function chosen(tx: Tx, context: Context, input: SplitInput): Promise<Message[]> {
  const wanted = [...new Set(input.messageIds)]
  const found = new Map((await findMessages(tx, context.workspace.id, wanted)).map((message) => [message.id, message]))
  const faults = input.messageIds.flatMap((id, place): FieldError[] => {
    const pointer = `/messageIds/${place}`
    const message = found.get(id)
    if (message?.ticketId !== input.ticketId)
      return [{ pointer, code: 'unknown_message', message: 'This ticket has no such message.' }]
    if (message.visibility === 'public' || input.includeNotes) return []
    return [{ pointer, code: 'not_public', message: 'This message is not public; includeNotes takes it along.' }]
  })
  if (faults.length > 0) throw new AppError('invalid', 'Some messages cannot come along.', {}, faults)
  return [...found.values()].toSorted((one, other) => one.seq - other.seq)
}

/** Copies messages of one ticket, each for whom it was meant: those of a customer whose ticket goes on in it stay theirs. */
async function copyMessages(
  tx: Tx,
  context: Context,
  { ticket }: Grip,
  { from, messages }: { from: string; messages: readonly Message[] },
): Promise<TicketChange> {
  const messageIds = messages.map((message) => message.id)
  const meant = await findMeantTickets(tx, context.workspace.id, messageIds)
  const facts: TicketChange['facts'][number][] = []
  for (const [
    place,
    { id: copied, author, visibility, body, isQuestion, attachments, createdAt },
  ] of messages.entries()) {
    const id = newId()
    const seq = place + 1
    const saidTo = meant.get(copied) ?? from
    await insertMessage(tx, context.workspace.id, {
      id,
      ticketId: ticket.id,
      seq,
      clientId: null,
      saidTo: saidTo === from ? null : saidTo,
      authorKind: author.kind,
      authorId: author.id,
      visibility,
      body,
      isQuestion,
      at: createdAt,
    })
    const fileIds = attachments.map((file) => file.id)
    await shareWithMessage(tx, context, { messageId: id, fileIds })
    const data = {
      messageId: encodeId('message', id),
      seq,
      visibility,
      authorKind: author.kind,
      ...(isQuestion && { question: true as const }),
      ...(fileIds.length > 0 && { attachments: fileIds.map((fileId) => encodeId('file', fileId)) }),
    }
    facts.push({ type: 'message.added', data })
  }
  return { ...noChange, patch: { messageSeq: messages.length }, facts }
}

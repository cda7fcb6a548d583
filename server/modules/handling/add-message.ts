import type { Context, Tx } from '../../platform/context.ts'
import { AppError, refuseField } from '../../platform/errors.ts'
import { encodeId } from '../../platform/ids.ts'
import {
  findMessage,
  findMessageByClientId,
  listMessagesOf,
  type Message,
  type Ticket,
  type Visibility,
} from '../tickets/index.ts'
import { handleTicket } from './handle-ticket.ts'
import { isTooLate, messageChange } from './message-change.ts'
import { needsFollowUp } from './said-elsewhere.ts'
import { refuseTwoSpeakers } from './speaker-of.ts'
import { noChange } from './ticket-change.ts'

export interface NewMessageInput {
  readonly ticketId: string
  readonly body: string
  readonly visibility: Visibility
  /** Asked of the partner, who is to answer. */
  readonly isQuestion?: boolean
  /** The sender's own id: sent twice, it is said once. */
  readonly clientId: string | null
  readonly asCustomer: boolean
  /** Said as this agent by a caller that acts for it; a bot's word answers no clock. */
  readonly asAgentId?: string | null
  /** Agents whom the note names, beside those its text names. */
  readonly mentions?: readonly string[]
  /** The last message the sender has seen; newer public ones are a conflict. Null = not asked. */
  readonly lastSeenSeq: number | null
  /** Files the sender uploaded, in this order; none when left out. */
  readonly fileIds?: readonly string[]
}

export interface AddedMessage {
  readonly ticket: Ticket
  readonly message: Message
}

/**
 * Adds a message: a public one answers the clocks it answers, a customer's ends the waiting for it or reopens.
 * Null when there is no such ticket. Throws `conflict` when newer public messages were not seen, or when another message
 * has this `clientId`; `SaidElsewhere` when it belongs on another ticket.
 */
export async function addMessage(context: Context, input: NewMessageInput): Promise<AddedMessage | null> {
  if (input.body.trim() === '' && (input.fileIds ?? []).length === 0)
    throw refuseField('/body', 'required', 'Say something, or attach a file.')
  refuseTwoSpeakers(input)
  const permission = input.visibility === 'internal' ? 'note:write' : 'message:write'
  if (input.visibility !== 'internal' && (input.mentions ?? []).length > 0)
    throw refuseField('/mentions', 'not_internal', 'Only an internal note names agents.')
  if (input.isQuestion === true && input.visibility !== 'partner')
    throw refuseField('/question', 'not_partner', 'Only a message to the partner is a question.')
  let message: Message | null = null
  const ticket = await handleTicket(context, { ticketId: input.ticketId, permission }, async (grip, tx) => {
    const { ticketId, clientId } = input
    if (clientId !== null) {
      message = await findMessageByClientId(tx, context.workspace.id, { ticketId, clientId })
      if (message !== null) {
        refuseOtherText(message, input)
        return noChange
      }
    }
    if (input.lastSeenSeq !== null) await refuseUnseen(tx, context, { ticketId, after: input.lastSeenSeq })
    if (isTooLate(context, grip, input)) throw needsFollowUp()
    const change = await messageChange(tx, context, grip, input)
    message = await findMessage(tx, context.workspace.id, change.messageId)
    return change
  })
  return ticket === null || message === null ? null : { ticket, message }
}

/** The sender's id stands for one text and its files: others under it would be lost without a word. */
export function refuseOtherText(said: Message, input: NewMessageInput): void {
  // What it said is gone: whoever sends it again, having heard no answer, is told that it was said.
  if (said.redaction !== null) return
  const { body, visibility, fileIds = [], isQuestion = false } = input
  const hasSameFiles = said.attachments.map(({ id }) => id).join() === fileIds.join()
  const isSameKind = said.visibility === visibility && said.isQuestion === isQuestion
  if (said.body === body && isSameKind && hasSameFiles) return
  throw new AppError('conflict', 'Another message was sent with this clientId.', {
    messageId: encodeId('message', said.id),
  })
}

async function refuseUnseen(tx: Tx, context: Context, seen: { ticketId: string; after: number }): Promise<void> {
  const page = { ...seen, limit: 50, visibilities: ['public'], customerIds: null } as const
  const newer = await listMessagesOf(tx, context.workspace.id, page)
  if (newer.length === 0) return
  const newerSeqs = newer.map((message) => message.seq)
  const what = newer.length === 1 ? 'One newer message was' : `${newer.length} newer messages were`
  throw new AppError('conflict', `${what} not seen.`, { newerSeqs })
}

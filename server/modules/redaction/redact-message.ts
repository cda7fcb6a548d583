import type { Context, Tx } from '../../platform/context.ts'
import { encodeId } from '../../platform/ids.ts'
import { can, requirePermission } from '../access/index.ts'
import { redactRuns } from '../automations/index.ts'
import { redactBulks } from '../bulk/index.ts'
import { noteRedacted, type RedactedPlace } from '../chats/index.ts'
import { redactDeliveries } from '../deliveries/index.ts'
import { redactDrafts } from '../drafts/index.ts'
import { appendEvents, type NewEvent } from '../events/index.ts'
import { eraseFiles, removeBytes } from '../files/index.ts'
import { MovedMeanwhile } from '../handling/index.ts'
import { redactAnswers } from '../idempotency/index.ts'
import { redactMails } from '../mail/index.ts'
import { eraseDocuments, holdDocuments } from '../search/index.ts'
import {
  findMessage,
  findTicket,
  findWithCopies,
  lockTickets,
  type Message,
  placeOf,
  readableFor,
  type RedactedRow,
  type RedactionReason,
  redactMessages,
} from '../tickets/index.ts'
import { type RedactionFact, saveRedacted } from './save-redacted.ts'

export interface RedactInput {
  readonly messageId: string
  readonly reason: RedactionReason
}

/**
 * Takes the words and files of a message out for good, wherever they are kept, with the copies that splits made of it; that
 * it was said stays. All in one transaction. Gives the message as it is left, also when asked again; null when there is
 * none the caller may read.
 */
export async function redactMessage(context: Context, { messageId, reason }: RedactInput): Promise<Message | null> {
  const workspaceId = context.workspace.id
  return context.transaction(async (tx) => {
    const seen = await findWithCopies(tx, workspaceId, messageId)
    const ticketIds = [...new Set(seen.map(({ ticketId }) => ticketId))]
    await lockTickets(tx, workspaceId, ticketIds)
    const message = await findReadable(tx, context, messageId)
    if (message === null || message.redaction !== null) return message
    const rows = await findWithCopies(tx, workspaceId, messageId)
    // A split that came to pass meanwhile has made one more.
    if (rows.some(({ ticketId }) => !ticketIds.includes(ticketId)))
      throw new MovedMeanwhile('The message was copied meanwhile.')
    await takeOut(tx, context, { rows, ticketIds, text: message.body, reason })
    return findMessage(tx, workspaceId, messageId)
  })
}

/** The message, when the caller may read it. Throws `forbidden` when it may not take words out there. */
async function findReadable(tx: Tx, context: Context, messageId: string): Promise<Message | null> {
  const message = await findMessage(tx, context.workspace.id, messageId)
  const ticket = message === null ? null : await findTicket(tx, context.workspace.id, message.ticketId)
  if (message === null || ticket === null || !can(context.principal, 'ticket:read', placeOf(ticket))) return null
  if (!readableFor(context).visibilities.includes(message.visibility)) return null
  requirePermission(context, 'message:read', placeOf(ticket))
  requirePermission(context, 'message:redact', placeOf(ticket))
  return message
}

interface TakeOut {
  readonly rows: readonly RedactedRow[]
  readonly ticketIds: readonly string[]
  readonly text: string
  readonly reason: RedactionReason
}

async function takeOut(tx: Tx, context: Context, { rows, ticketIds, text, reason }: TakeOut): Promise<void> {
  const workspaceId = context.workspace.id
  const at = context.now()
  const ids = rows.map(({ id }) => id)
  const people = { customerIds: [], ticketIds }
  const documents = await holdDocuments(tx, workspaceId, people)
  await redactMessages(tx, workspaceId, { ids, reason, at })
  const places = await noteRedacted(tx, workspaceId, ids)
  const files = await eraseFiles(tx, workspaceId, { customerIds: [], ticketIds: [], messageIds: ids, evidenceIds: [] })
  tx.afterCommit(() => {
    // The rows are gone, so nobody gets them any more; what fails here the chore does again.
    removeBytes(context, files).catch(() => undefined)
  })
  const kept = { ticketIds, text }
  await redactMails(tx, workspaceId, { ...kept, messageIds: ids })
  if (text.trim() !== '') {
    await redactDeliveries(tx, workspaceId, kept)
    await redactBulks(tx, workspaceId, kept)
    await redactRuns(tx, workspaceId, kept)
    await redactDrafts(tx, workspaceId, kept)
    const names = [
      ...ids.map((id) => encodeId('message', id)),
      ...ticketIds.map((id) => encodeId('ticket', id)),
      ...places.map(({ chatId }) => encodeId('chat', chatId)),
    ]
    await redactAnswers(tx, workspaceId, { names, text })
  }
  for (const ticketId of ticketIds) {
    const facts = rows.filter((row) => row.ticketId === ticketId).map((row) => factOf(row, places, reason))
    await saveRedacted(tx, context, { ticketId, text, facts, at })
  }
  await eraseDocuments(tx, workspaceId, documents)
  await appendEvents(tx, context, files.map(goneFile))
}

function factOf(row: RedactedRow, places: readonly RedactedPlace[], reason: RedactionReason): RedactionFact {
  const { id, seq, visibility, authorKind } = row
  const place = places.find(({ messageId }) => messageId === id)
  const inChat = place === undefined ? {} : { chatId: encodeId('chat', place.chatId), chatSeq: place.seq }
  return { messageId: encodeId('message', id), seq, visibility, authorKind, reason, ...inChat }
}

function goneFile(id: string): NewEvent {
  const data = { fileId: encodeId('file', id), reason: 'redacted' }
  return { type: 'file.deleted', subject: { kind: 'file', id, seq: 2 }, ticketId: null, data }
}

import type { EvidenceKind } from '../../core/cases/index.ts'
import type { Context, Tx } from '../../platform/context.ts'
import { AppError, refuseField } from '../../platform/errors.ts'
import { encodeId, newId } from '../../platform/ids.ts'
import { can } from '../access/index.ts'
import { attachToEvidence } from '../files/index.ts'
import { findTicket, placeOf } from '../tickets/index.ts'
import type { CaseRow, ShownCase } from './case.ts'
import { caseActorOf } from './case-actor.ts'
import type { CaseFact } from './case-change.ts'
import { findReasonKey, insertCaseTicket, insertEvidence } from './case-parts-store.ts'
import { isEventOfCase } from './evidence-view.ts'
import { handleCase } from './handle-case.ts'
import { noCaseChange } from './case-change.ts'

/** A piece of evidence as somebody brings it. */
export interface NewEvidence {
  readonly kind: EvidenceKind
  readonly text?: string | undefined
  readonly url?: string | undefined
  readonly fileId?: string | undefined
  readonly eventId?: string | undefined
  /** Of a link: another ticket, which becomes one of the case's. */
  readonly ticketId?: string | undefined
}

/**
 * Adds evidence to a case that is not closed; what is there is never changed. Null when there is no such case.
 * Throws `invalid` for evidence that shows nothing, and `conflict` when the case is closed.
 */
export async function addEvidence(
  context: Context,
  input: { caseId: string; evidence: NewEvidence; expectedVersion: number | null },
): Promise<ShownCase | null> {
  const { evidence, ...handling } = input
  return handleCase(context, { ...handling, permission: 'case:write' }, async ({ row }, tx) => {
    if (row.status === 'closed') throw new AppError('conflict', 'This case is closed.', { status: row.status })
    const facts = await keepEvidence(tx, context, row, { pieces: [evidence], check: null, pointer: () => '' })
    return { ...noCaseChange, facts }
  })
}

/** Keeps pieces of evidence of a case that this transaction holds; gives what is to be told of them. */
export async function keepEvidence(
  tx: Tx,
  context: Context,
  row: Pick<CaseRow, 'id' | 'ticketId'>,
  {
    pieces,
    check,
    pointer,
  }: { pieces: readonly NewEvidence[]; check: string | null; pointer: (index: number) => string },
): Promise<CaseFact[]> {
  const facts: CaseFact[] = []
  for (const [index, piece] of pieces.entries()) {
    const at = pointer(index)
    requireShowing(piece, at)
    const { kind, text = null, url = null, eventId = null, ticketId = null } = piece
    const fileId = piece.fileId === undefined ? null : encodeId('file', piece.fileId)
    if (eventId !== null && !(await isEventOfCase(tx, context.workspace.id, { caseId: row.id, eventId }))) {
      throw refuseField(`${at}/eventId`, 'unknown_event', 'This is no event of the case or of one of its tickets.')
    }
    const isLinked = ticketId !== null && (await linkTicket(tx, context, row, { ticketId, pointer: at }))
    const id = newId()
    const by = caseActorOf(context.principal)
    const kept = { id, kind, text, url, fileId, eventId, ticketId, check, by, at: context.now() }
    await insertEvidence(tx, context.workspace.id, row.id, kept)
    if (piece.fileId !== undefined)
      await attachToEvidence(tx, context, { fileId: piece.fileId, evidenceId: id, pointer: `${at}/fileId` })
    facts.push({ type: 'case.evidence_added', data: { evidenceId: encodeId('evidence', id), kind } })
    if (ticketId === null || !isLinked) continue
    const linked = { ticketId: encodeId('ticket', ticketId) }
    facts.push({ type: 'case.ticket_linked', data: linked, aboutTicketId: ticketId })
  }
  return facts
}

const shownBy: Readonly<Record<EvidenceKind, readonly (keyof NewEvidence)[]>> = {
  note: ['text'],
  link: ['url', 'ticketId'],
  file: ['fileId'],
  event: ['eventId', 'text'],
}
const belongsTo: Readonly<Partial<Record<keyof NewEvidence, EvidenceKind>>> = {
  url: 'link',
  ticketId: 'link',
  fileId: 'file',
  eventId: 'event',
}

/** Refuses evidence that shows nothing, or that names what its kind has no place for. */
function requireShowing(piece: NewEvidence, pointer: string): void {
  const wanted = shownBy[piece.kind]
  if (wanted.every((field) => piece[field] === undefined)) {
    const message = `Evidence of the kind ${piece.kind} needs ${wanted.join(' or ')}.`
    throw refuseField(`${pointer}/${wanted[0] ?? 'text'}`, 'required', message)
  }
  for (const [field, kind] of Object.entries(belongsTo) as [keyof NewEvidence, EvidenceKind][]) {
    if (piece[field] === undefined || piece.kind === kind) continue
    throw refuseField(`${pointer}/${field}`, 'not_of_kind', `Only evidence of the kind ${kind} has ${field}.`)
  }
  if (piece.url !== undefined && !isWebAddress(piece.url)) {
    throw refuseField(`${pointer}/url`, 'wrong_form', 'An address begins with https:// or http://.')
  }
}

function isWebAddress(text: string): boolean {
  return URL.canParse(text) && /^https?:\/\//iu.test(text)
}

/** True when the ticket is new to the case. */
async function linkTicket(
  tx: Tx,
  context: Context,
  row: Pick<CaseRow, 'id' | 'ticketId'>,
  { ticketId, pointer }: { ticketId: string; pointer: string },
): Promise<boolean> {
  if (ticketId === row.ticketId) return false
  const workspaceId = context.workspace.id
  const ticket = await findTicket(tx, workspaceId, ticketId)
  if (ticket === null || !can(context.principal, 'ticket:read', placeOf(ticket))) {
    throw refuseField(`${pointer}/ticketId`, 'unknown_ticket', 'There is no such ticket to link to.')
  }
  const reasonKey = (await findReasonKey(tx, workspaceId, row.id)) ?? ''
  const { isNew, isMember } = await insertCaseTicket(tx, workspaceId, {
    caseId: row.id,
    ticketId,
    reasonKey,
    at: context.now(),
  })
  if (isMember) return isNew
  const message = 'This ticket has an open case of the same reason.'
  throw new AppError('conflict', message, { reason: 'has_open_case', ticketId: encodeId('ticket', ticketId) })
}

import type { Context, Tx } from '../../platform/context.ts'
import { encodeId } from '../../platform/ids.ts'
import { holdWorkflow } from '../workflow/index.ts'
import { keepEvidence, type NewEvidence } from './add-evidence.ts'
import type { CaseEvidence } from './case.ts'
import { noCaseChange } from './case-change.ts'
import { lockCase } from './case-store.ts'
import { findCase, readCaseRow } from './case-view.ts'
import { commitCase } from './commit-case.ts'
import { wasSaid } from './history-view.ts'

/** What somebody brings who escalates a ticket. */
interface Brought {
  readonly caseId: string
  readonly note: string | null
  readonly evidence: readonly NewEvidence[]
}

/**
 * Keeps what comes with the escalation of a ticket that has its case already: note and evidence are laid before the
 * reviewers, once, however often they are sent. The ticket is held, and the caller has asked for the permission. Throws
 * `invalid` for evidence that is none.
 */
export async function keepBrought(tx: Tx, context: Context, { caseId, note, evidence }: Brought): Promise<void> {
  if (note === null && evidence.length === 0) return
  const workspaceId = context.workspace.id
  await lockCase(tx, workspaceId, caseId)
  const [found, row] = [await findCase(tx, workspaceId, caseId), await readCaseRow(tx, workspaceId, caseId)]
  if (found === null || row === null) return
  const isNews = note !== null && !(await wasSaid(tx, workspaceId, { caseId, body: note }))
  const brought = [
    ...(isNews ? [{ piece: { kind: 'note', text: note } as const, at: '/note' }] : []),
    ...evidence.map((piece, index) => ({ piece, at: `/evidence/${index}` })),
  ].filter(({ piece }) => !found.evidence.some((kept) => isSame(kept, piece)))
  const pieces = brought.map(({ piece }) => piece)
  const pointer = (index: number) => brought[index]?.at ?? ''
  const facts = await keepEvidence(tx, context, row, { pieces, check: null, pointer })
  const held = { row, workflow: await holdWorkflow(tx, context), grip: null }
  await commitCase(tx, context, held, { ...noCaseChange, facts })
}

function isSame(kept: CaseEvidence, piece: NewEvidence): boolean {
  const { kind, text = null, url = null, eventId = null, ticketId = null } = piece
  const fileId = piece.fileId === undefined ? null : encodeId('file', piece.fileId)
  const isAlike = kept.kind === kind && kept.text === text && kept.url === url
  return isAlike && kept.fileId === fileId && kept.eventId === eventId && kept.ticketId === ticketId
}

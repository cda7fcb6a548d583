import { isUnderReview } from '../../core/cases/index.ts'
import { type Priority, priorities } from '../../core/workflow/index.ts'
import type { Context, Tx } from '../../platform/context.ts'
import { encodeId } from '../../platform/ids.ts'
import { gripTicket, type TaskMove } from '../handling/index.ts'
import { holdWorkflow } from '../workflow/index.ts'
import { keepEvidence, type NewEvidence } from './add-evidence.ts'
import type { CaseEvidence, CaseRow, ShownCase } from './case.ts'
import { type CaseChange, type CaseFact, noCaseChange } from './case-change.ts'
import { lockCase } from './case-store.ts'
import { findCase, readCaseRow } from './case-view.ts'
import { commitCase } from './commit-case.ts'
import { wasSaid } from './history-view.ts'

/** What somebody brings who escalates a ticket. */
interface Brought {
  readonly caseId: string
  readonly severity: Priority | null
  readonly lane: string | null
  readonly note: string | null
  readonly evidence: readonly NewEvidence[]
  /** What made it happen when it was not the caller's own wish. */
  readonly cause?: Readonly<Record<string, unknown>>
}

/**
 * Keeps what comes with the escalation of a ticket that has its case already: note and evidence are laid before the
 * reviewers, once, however often they are sent; while it is under review a higher severity counts, never a lower one, and
 * its work goes to the queue that is named. The ticket is held, and the caller has asked for the permission. Throws
 * `invalid` for evidence that is none.
 */
export async function keepBrought(tx: Tx, context: Context, brought: Brought): Promise<void> {
  const { caseId, note, evidence, cause } = brought
  const workspaceId = context.workspace.id
  const known = await readCaseRow(tx, workspaceId, caseId)
  if (known === null) return
  // Agents, ticket and task are held before the case: one order of all writers.
  const isMoving = movingChange(known, brought, false) !== null
  if (!isMoving && note === null && evidence.length === 0) return
  const grip = isMoving ? await gripTicket(tx, context, { ticketId: known.ticketId, agentIds: [], caseId }) : null
  await lockCase(tx, workspaceId, caseId)
  const [found, row] = [await findCase(tx, workspaceId, caseId), await readCaseRow(tx, workspaceId, caseId)]
  if (found === null || row === null) return
  const moved = (isMoving ? movingChange(row, brought, grip?.task != null) : null) ?? noCaseChange
  const news = [...moved.facts, ...(await keepNews(tx, context, { found, row, brought }))]
  const facts = cause === undefined ? news : news.map((fact) => ({ ...fact, cause }))
  const held = { row, workflow: grip?.workflow ?? (await holdWorkflow(tx, context)), grip }
  await commitCase(tx, context, held, { ...moved, facts })
}

/** Keeps the note and the evidence that the case does not have yet. */
async function keepNews(
  tx: Tx,
  context: Context,
  { found, row, brought: { caseId, note, evidence } }: { found: ShownCase; row: CaseRow; brought: Brought },
): Promise<CaseFact[]> {
  const isNews = note !== null && !(await wasSaid(tx, context.workspace.id, { caseId, body: note }))
  const news = [
    ...(isNews ? [{ piece: { kind: 'note', text: note } as const, at: '/note' }] : []),
    ...evidence.map((piece, index) => ({ piece, at: `/evidence/${index}` })),
  ].filter(({ piece }) => !found.evidence.some((kept) => isSame(kept, piece)))
  const pieces = news.map(({ piece }) => piece)
  const pointer = (index: number) => news[index]?.at ?? ''
  return keepEvidence(tx, context, row, { pieces, check: null, pointer })
}

/** What a higher severity and another lane make of a case; null when there is neither, or it is decided. */
function movingChange(row: CaseRow, { severity, lane }: Brought, hasWork: boolean): CaseChange | null {
  if (!isUnderReview(row.status)) return null
  const raised = severity !== null && rankOf(severity) > rankOf(row.severity) ? severity : null
  const queue = lane === row.queue ? null : lane
  if (raised === null && queue === null) return null
  const values = [
    ...(raised === null ? [] : [{ name: 'severity', from: row.severity, to: raised }]),
    ...(queue === null ? [] : [{ name: 'queue', from: row.queue, to: queue }]),
  ]
  return {
    ...noCaseChange,
    patch: { ...(raised !== null && { severity: raised }), ...(queue !== null && { queue }) },
    facts: [{ type: 'case.updated', data: { changed: values.map(({ name }) => name), values } }],
    taskMoves: workMoves({ queue, priority: raised }, { row, hasWork }),
  }
}

function workMoves(
  { queue, priority }: { queue: string | null; priority: Priority | null },
  { row, hasWork }: { row: CaseRow; hasWork: boolean },
): TaskMove[] {
  if (!hasWork) return queue === null ? [] : [{ kind: 'queueCase', queue, priority: priority ?? row.severity }]
  return [
    ...(queue === null ? [] : [{ kind: 'transfer', to: { how: 'queue', queue, restart: false } } as const]),
    ...(priority === null ? [] : [{ kind: 'update', priority } as const]),
  ]
}

const rankOf = (severity: Priority) => priorities.indexOf(severity)

function isSame(kept: CaseEvidence, piece: NewEvidence): boolean {
  const { kind, text = null, url = null, eventId = null, ticketId = null } = piece
  const fileId = piece.fileId === undefined ? null : encodeId('file', piece.fileId)
  const isAlike = kept.kind === kind && kept.text === text && kept.url === url
  return isAlike && kept.fileId === fileId && kept.eventId === eventId && kept.ticketId === ticketId
}

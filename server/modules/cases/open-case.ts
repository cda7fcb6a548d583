import { findReason, type KnownReason, startCaseClock } from '../../core/cases/index.ts'
import type { Priority, WorkflowSnapshot } from '../../core/workflow/index.ts'
import type { Context, Tx } from '../../platform/context.ts'
import { AppError, refuseField } from '../../platform/errors.ts'
import { newId } from '../../platform/ids.ts'
import { commitChange, type Grip, gripTicket, noChange } from '../handling/index.ts'
import { keepEvidence, type NewEvidence } from './add-evidence.ts'
import type { CaseRow } from './case.ts'
import { caseActorOf } from './case-actor.ts'
import type { CaseFact } from './case-change.ts'
import { insertCaseTicket } from './case-parts-store.ts'
import { insertCase, saveCase, takeCaseNumber } from './case-store.ts'
import { findOpenCaseId } from './case-view.ts'
import { armCaseTimer, escalated, recordFacts } from './commit-case.ts'
import { keepBrought } from './keep-brought.ts'

/** Why a ticket is escalated, and with what. */
export interface CaseOpening {
  readonly ticketId: string
  /** A reason of the workflow; other words are kept as `other` with their text. */
  readonly reason: string
  /** Null = the reason's own. */
  readonly severity: Priority | null
  /** The queue where it waits; null = the reason's own. */
  readonly lane: string | null
  readonly note: string | null
  readonly evidence: readonly NewEvidence[]
  /** What opens it when nobody does. */
  readonly trigger: string | null
  /** What made it happen when it was not the caller's own wish. */
  readonly cause?: Readonly<Record<string, unknown>>
}

/** The index of open cases knew of another that had just been committed: the transaction runs again and finds it. */
class OpenedMeanwhile extends Error {
  override readonly name = 'OpenedMeanwhile'
  readonly code = '40001'
}

/**
 * Opens a case for a ticket inside the caller's transaction, who has asked for the permission: case, clock, work and
 * events. A ticket that has an open case of this reason gets no second one: that one keeps what is brought. Null when
 * there is no such ticket.
 * Throws `invalid` for a reason, lane or evidence that is none.
 */
export async function openCase(
  tx: Tx,
  context: Context,
  opening: CaseOpening,
): Promise<{ caseId: string; isNew: boolean } | null> {
  const { ticketId } = opening
  const caseId = newId()
  // The ticket is held before anything is looked for, so of two who escalate it for one reason the second finds the first.
  const grip = await gripTicket(tx, context, { ticketId, agentIds: [], caseId })
  if (grip === null) return null
  const known = requireReason(grip.workflow, opening.reason)
  requireLane(grip.workflow, opening.lane)
  const asked = { ticketId, reasonKey: known.key }
  const openId = await findOpenCaseId(tx, context.workspace.id, asked)
  if (openId !== null) {
    await keepBrought(tx, context, { ...opening, caseId: openId })
    return { caseId: openId, isNew: false }
  }
  await writeCase(tx, context, { caseId, grip, known, opening })
  return { caseId, isNew: true }
}

async function writeCase(
  tx: Tx,
  context: Context,
  made: { caseId: string; grip: Grip; known: KnownReason; opening: CaseOpening },
): Promise<void> {
  const { caseId, grip, known, opening } = made
  const { workflow } = grip
  const workspaceId = context.workspace.id
  const at = context.now()
  const row = newRow(context, made, await takeCaseNumber(tx, workspaceId))
  await insertCase(tx, workspaceId, row)
  const { ticketId } = row
  const { isMember } = await insertCaseTicket(tx, workspaceId, { caseId, ticketId, reasonKey: known.key, at })
  if (!isMember) throw new OpenedMeanwhile('Another case took this ticket.')
  const pointer = (index: number) => `/evidence/${index}`
  const brought = await keepEvidence(tx, context, row, { pieces: opening.evidence, check: null, pointer })
  const facts = [openedFact(row, opening), ...brought]
  await saveCase(tx, workspaceId, { caseId, patch: {}, events: facts.length, at })
  if (row.clock !== null) await armCaseTimer(tx, context, { caseId, moved: { held: row.clock }, workflow })
  await recordFacts(tx, context, { row, facts, firstSeq: 1 })
  const { queue, severity: priority } = row
  await commitChange(tx, context, grip, {
    ...noChange,
    facts: [escalated(caseId, row.level)],
    taskMoves: queue === null ? [] : [{ kind: 'queueCase', queue, priority }],
  })
}

function newRow(
  context: Context,
  { caseId, grip, known, opening }: { caseId: string; grip: Grip; known: KnownReason; opening: CaseOpening },
  number: number,
): CaseRow {
  const { reason, text } = known
  const at = context.now()
  return {
    id: caseId,
    number,
    version: 1,
    eventSeq: 0,
    ticketId: grip.ticket.id,
    reason: reason.slug,
    reasonText: text,
    riskClass: reason.riskClass,
    severity: opening.severity ?? reason.severity,
    status: 'opened',
    statusSince: at,
    level: 1,
    maxLevel: grip.workflow.cases.maxLevel,
    queue: opening.lane ?? reason.queue,
    askedChecks: reason.riskChecks,
    openedBy: caseActorOf(context.principal),
    trigger: opening.trigger,
    putForwardBy: null,
    waitsFor: null,
    clock: startCaseClock(reason, at),
    decisionId: null,
    createdAt: at,
    updatedAt: at,
    closedAt: null,
  }
}

function openedFact(row: CaseRow, { note, cause }: CaseOpening): CaseFact {
  const { number, reason, severity, queue, trigger } = row
  const data = { number, reason, severity, queue, trigger }
  return { type: 'case.opened', data, note, ...(cause !== undefined && { cause }) }
}

function requireReason({ cases }: WorkflowSnapshot, named: string): KnownReason {
  const known = findReason(cases, named)
  if (known !== null) return known
  const words = [...cases.reasons.keys()]
  if (words.length === 0) throw new AppError('conflict', 'The workflow of this workspace has no reasons for cases.')
  throw refuseField('/reason', 'unknown_reason', `"${named}" is not one of: ${words.join(', ')}.`)
}

/** Throws `invalid` for a lane that is no queue. */
export function requireLane({ queues }: WorkflowSnapshot, lane: string | null): void {
  if (lane === null || queues.has(lane)) return
  throw refuseField('/lane', 'unknown_queue', `"${lane}" is not one of: ${[...queues.keys()].join(', ')}.`)
}

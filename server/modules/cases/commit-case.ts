import { moveCaseClock, type MovedCaseClock, nextCaseStepAt, termsOfCaseClock } from '../../core/cases/index.ts'
import type { WorkflowSnapshot } from '../../core/workflow/index.ts'
import type { Context, Tx } from '../../platform/context.ts'
import { encodeId } from '../../platform/ids.ts'
import { appendEvents, type NewEvent } from '../events/index.ts'
import { commitChange, type Grip, noChange } from '../handling/index.ts'
import { armTimer, disarmTimer } from '../timers/index.ts'
import type { CaseRow } from './case.ts'
import type { CaseChange, CaseFact, HeldCase } from './case-change.ts'
import { insertNote } from './case-parts-store.ts'
import { saveCase } from './case-store.ts'

/** Does what was decided: case, clock, events, notes and work, in this transaction. */
export async function commitCase(tx: Tx, context: Context, held: HeldCase, change: CaseChange): Promise<void> {
  const { row, workflow } = held
  const moved = clockAfter(context, held, change)
  const facts = [...(moved === null ? [] : clockFacts(moved)), ...change.facts]
  const patch = moved === null ? change.patch : { ...change.patch, clock: moved.held }
  if (facts.length === 0 && Object.keys(patch).length === 0) return
  const saved = await saveCase(tx, context.workspace.id, {
    caseId: row.id,
    patch,
    events: facts.length,
    at: context.now(),
  })
  if (moved !== null) await armCaseTimer(tx, context, { caseId: row.id, moved, workflow })
  await recordFacts(tx, context, { row, facts, firstSeq: saved.eventSeq - facts.length + 1 })
  if (held.grip !== null) await commitWork(tx, context, { row, grip: held.grip, change })
}

function clockAfter(context: Context, { row, workflow }: HeldCase, change: CaseChange): MovedCaseClock | null {
  if (row.clock === null || change.clockEvent === null) return null
  return moveCaseClock(row.clock, change.clockEvent, termsOfCaseClock(workflow, row.clock), context.now())
}

/** What a clock has to tell: warnings first, then the breach. */
export function clockFacts({ held, warned, isBreached }: MovedCaseClock): CaseFact[] {
  const warnings = warned.map((percent): CaseFact => ({ type: 'case.warned', data: { percent } }))
  const { breachedAt } = held.clock
  if (!isBreached || breachedAt === null) return warnings
  return [...warnings, { type: 'case.breached', data: { dueAt: new Date(breachedAt).toISOString() } }]
}

/** Sets the one timer of a case to what its clock has to tell next. */
export async function armCaseTimer(
  tx: Tx,
  context: Context,
  {
    caseId,
    moved,
    workflow,
  }: { caseId: string; moved: Pick<MovedCaseClock, 'held'>; workflow: Pick<WorkflowSnapshot, 'calendars' | 'cases'> },
): Promise<void> {
  const dueAt = nextCaseStepAt(moved.held, termsOfCaseClock(workflow, moved.held))
  const timer = { kind: 'case', subjectId: caseId } as const
  if (dueAt === null) await disarmTimer(tx, context.workspace.id, timer)
  else await armTimer(tx, context.workspace.id, { ...timer, dueAt })
}

/** Appends the facts of a case whose places were taken, with what was said to them. */
export async function recordFacts(
  tx: Tx,
  context: Context,
  { row, facts, firstSeq }: { row: Pick<CaseRow, 'id' | 'ticketId'>; facts: readonly CaseFact[]; firstSeq: number },
): Promise<void> {
  const caseId = encodeId('case', row.id)
  const events = facts.map(({ type, data, cause, aboutTicketId = row.ticketId }, index) => {
    const subject = { kind: 'case', id: row.id, seq: firstSeq + index } as const
    const told = { type, data: { caseId, ...data }, subject, ticketId: aboutTicketId }
    // A fact carries the data of its own type, which its declaration has checked.
    return { ...told, ...(cause !== undefined && { cause }) } as NewEvent
  })
  await appendEvents(tx, context, events)
  for (const [index, { note = null }] of facts.entries()) {
    if (note === null) continue
    await insertNote(tx, context.workspace.id, { caseId: row.id, seq: firstSeq + index, body: note })
  }
}

async function commitWork(
  tx: Tx,
  context: Context,
  { row, grip, change }: { row: CaseRow; grip: Grip; change: CaseChange },
): Promise<void> {
  const { raisedTo, taskMoves } = change
  if (raisedTo === null && taskMoves.length === 0) return
  const facts = raisedTo === null ? [] : [escalated(row.id, raisedTo)]
  await commitChange(tx, context, grip, { ...noChange, facts, taskMoves })
}

/** What the ticket tells of its case, also to its callback: that it was escalated and how far, and never why. */
export function escalated(caseId: string, level: number) {
  return {
    type: 'ticket.escalated',
    data: { caseId: encodeId('case', caseId), level },
    callback: { event: 'ticket.escalated', from: null, to: null },
  } as const
}

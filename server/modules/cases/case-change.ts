import type { CaseClockEvent } from '../../core/cases/index.ts'
import type { WorkflowSnapshot } from '../../core/workflow/index.ts'
import type { NewEvent } from '../events/index.ts'
import type { Grip, TaskMove } from '../handling/index.ts'
import type { CaseRow } from './case.ts'
import type { CasePatch } from './case-store.ts'

/** A case held by this transaction, and the workflow as it stays until the transaction ends. */
export interface HeldCase {
  readonly row: CaseRow
  readonly workflow: WorkflowSnapshot
  /** Its ticket with the task of the case, where the change may move the work; else null. */
  readonly grip: Grip | null
}

type CaseEvent = Extract<NewEvent, { type: `case.${string}` }>

/** A fact of a case, its place in the sequence not yet taken. */
export type CaseFact = {
  [T in CaseEvent['type']]: {
    readonly type: T
    readonly data: Omit<Extract<CaseEvent, { type: T }>['data'], 'caseId'>
    readonly cause?: Readonly<Record<string, unknown>>
    /** The ticket it tells of, where that is not the one the case was opened for. */
    readonly aboutTicketId?: string
    /** What was said to it; kept apart from the log, which holds no text of people. */
    readonly note?: string | null
  }
}[CaseEvent['type']]

/** Everything one call does to a case, decided but not yet done. */
export interface CaseChange {
  readonly patch: CasePatch
  readonly facts: readonly CaseFact[]
  readonly clockEvent: CaseClockEvent | null
  /** Only where the case was held with its work. */
  readonly taskMoves: readonly TaskMove[]
  /** The level it was raised to, which the ticket and its callback hear of. */
  readonly raisedTo: number | null
}

/** A change that does nothing. */
export const noCaseChange: CaseChange = { patch: {}, facts: [], clockEvent: null, taskMoves: [], raisedTo: null }

import { isUnderReview, type WaitedFor } from '../../core/cases/index.ts'
import type { Context } from '../../platform/context.ts'
import { AppError } from '../../platform/errors.ts'
import type { ShownCase } from './case.ts'
import { noCaseChange } from './case-change.ts'
import { handleCase } from './handle-case.ts'

/**
 * Lets a case wait for somebody outside; its clock stands still. Null when there is no such case. Throws `conflict` once it
 * is decided.
 */
export async function pauseCase(
  context: Context,
  input: { caseId: string; waitsFor: WaitedFor; note: string | null; expectedVersion: number | null },
): Promise<ShownCase | null> {
  const { waitsFor, note, ...handling } = input
  return handleCase(context, { ...handling, permission: 'case:write' }, ({ row }) => {
    if (!isUnderReview(row.status)) {
      throw new AppError('conflict', `This case is decided: it is in ${row.status}.`, { status: row.status })
    }
    if (row.waitsFor === waitsFor) return noCaseChange
    return {
      ...noCaseChange,
      patch: { waitsFor },
      facts: [{ type: 'case.paused', data: { waitsFor }, note }],
      clockEvent: 'pause',
    }
  })
}

/** Lets a paused case go on; one that is not paused stays as it is. Null when there is no such case. */
export async function resumeCase(
  context: Context,
  input: { caseId: string; note: string | null; expectedVersion: number | null },
): Promise<ShownCase | null> {
  const { note, ...handling } = input
  return handleCase(context, { ...handling, permission: 'case:write' }, ({ row }) => {
    if (row.waitsFor === null) return noCaseChange
    return {
      ...noCaseChange,
      patch: { waitsFor: null },
      facts: [{ type: 'case.resumed', data: {}, note }],
      clockEvent: 'resume',
    }
  })
}

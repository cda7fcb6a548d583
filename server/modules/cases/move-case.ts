import { type CaseStatus, planMove } from '../../core/cases/index.ts'
import type { Context } from '../../platform/context.ts'
import { AppError } from '../../platform/errors.ts'
import { goOnAfterCase } from '../handling/index.ts'
import type { ShownCase } from './case.ts'
import { caseActorOf } from './case-actor.ts'
import type { CaseChange, CaseFact, HeldCase } from './case-change.ts'
import { noCaseChange } from './case-change.ts'
import { closeCaseTickets, findDecisions } from './case-parts-store.ts'
import { handleCase } from './handle-case.ts'

export interface CaseTransition {
  readonly caseId: string
  readonly to: CaseStatus
  readonly note: string | null
  readonly expectedVersion: number | null
}

/**
 * Moves a case to another lane; one that was paused goes on. Taken back from `follow_up` its decision holds no longer.
 * Closing ends its work. Null when there is no such case. Throws `illegal_transition` with the lanes that are next.
 */
export async function moveCase(context: Context, input: CaseTransition): Promise<ShownCase | null> {
  const { caseId, to, note, expectedVersion } = input
  const holdsWork = to === 'closed'
  return handleCase(context, { caseId, expectedVersion, permission: 'case:write', holdsWork }, async (held, tx) => {
    const { row } = held
    const move = planMove(row.status, to)
    if (move.kind === 'refused') throw illegalMove(row.status, to, move.legal)
    if (to !== 'closed') return moveChange(context, held, { to, note, withdraws: move.withdrawsDecision })
    const ticketIds = await closeCaseTickets(tx, context.workspace.id, caseId)
    await goOnAfterCase(tx, context, { ticketIds, workflow: held.workflow })
    const decisions = await findDecisions(tx, context.workspace.id, caseId)
    const outcome = decisions.find(({ id }) => id === row.decisionId)?.outcome ?? 'confirmed'
    return {
      ...noCaseChange,
      patch: { status: to },
      facts: [{ type: 'case.closed', data: { outcome }, note }],
      taskMoves: [{ kind: 'finish' }],
    }
  })
}

function moveChange(
  context: Context,
  { row }: HeldCase,
  { to, note, withdraws }: { to: CaseStatus; note: string | null; withdraws: boolean },
): CaseChange {
  const goesOn: CaseFact[] = row.waitsFor === null ? [] : [{ type: 'case.resumed', data: {} }]
  return {
    ...noCaseChange,
    patch: {
      status: to,
      ...(row.waitsFor !== null && { waitsFor: null }),
      ...(to === 'decision' && { putForwardBy: caseActorOf(context.principal) }),
      ...(withdraws && { decisionId: null }),
    },
    facts: [...goesOn, { type: 'case.status_changed', data: { from: row.status, to }, note }],
    clockEvent: withdraws ? 'withdraw' : row.waitsFor === null ? null : 'resume',
  }
}

/** The refusal of a move that is none, with those that are. */
export function illegalMove(from: CaseStatus, to: CaseStatus, legal: readonly CaseStatus[]): AppError {
  const next = legal.length === 0 ? 'nothing follows' : `it may become: ${legal.join(', ')}`
  const why = to === 'follow_up' ? ' A decision leads there.' : ''
  return new AppError('illegal_transition', `A case that is ${from} cannot become ${to}; ${next}.${why}`, { legal })
}

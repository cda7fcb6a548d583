import { type CaseOutcome, type OwnHand, planDecision } from '../../core/cases/index.ts'
import type { Context } from '../../platform/context.ts'
import { AppError } from '../../platform/errors.ts'
import { newId } from '../../platform/ids.ts'
import type { ShownCase } from './case.ts'
import { caseActorOf } from './case-actor.ts'
import type { CaseChange, CaseFact } from './case-change.ts'
import { findAnsweredChecks, findDecisions, insertDecision } from './case-parts-store.ts'
import { noCaseChange } from './case-change.ts'
import { handleCase } from './handle-case.ts'
import { illegalMove } from './move-case.ts'
import { atTheTop, raisingChange } from './raise-level.ts'

export interface DecisionInput {
  readonly caseId: string
  readonly outcome: CaseOutcome
  readonly note: string
  readonly expectedVersion: number | null
}

const refusals: Readonly<Record<OwnHand, string>> = {
  opener: 'You opened this case: somebody else decides it.',
  put_forward: 'Nobody else has looked into this case: you put it forward, somebody else decides it.',
  referred: 'You referred this case upwards: somebody else decides it there.',
}

/**
 * Decides a case as the second pair of eyes, of all who try it the first; `referred` leaves it to the next level. Null when
 * there is no such case. Throws `four_eyes`, `illegal_transition`, `guard_failed` with the checks that have no answer, and
 * `conflict` at the top level.
 */
export async function decideCase(context: Context, input: DecisionInput): Promise<ShownCase | null> {
  const { caseId, outcome, note, expectedVersion } = input
  const handling = { caseId, expectedVersion, permission: 'case:decide', holdsWork: outcome === 'referred' } as const
  return handleCase(context, handling, async (held, tx) => {
    const { row } = held
    const workspaceId = context.workspace.id
    const earlier = await findDecisions(tx, workspaceId, caseId)
    const answered = await findAnsweredChecks(tx, workspaceId, caseId)
    const referredBy = earlier.filter((made) => made.outcome === 'referred').map((made) => made.by)
    const by = caseActorOf(context.principal)
    const plan = planDecision({ ...row, referredBy, asked: row.askedChecks, answered }, outcome, by)
    if (plan.kind === 'refused') throw refusalOf(plan, row)
    const id = newId()
    await insertDecision(tx, workspaceId, caseId, { id, level: row.level, outcome, note, by, at: context.now() })
    const told: CaseFact[] = [
      ...(row.waitsFor === null ? [] : [{ type: 'case.resumed', data: {} } as const]),
      { type: 'case.decided', data: { outcome, level: row.level }, note },
      { type: 'case.status_changed', data: { from: row.status, to: plan.to } },
    ]
    const goesOn = row.waitsFor === null ? {} : { waitsFor: null }
    if (plan.kind === 'decided') {
      const patch = { status: plan.to, decisionId: id, ...goesOn }
      return { ...noCaseChange, patch, facts: told, clockEvent: 'decide' } satisfies CaseChange
    }
    const raised = raisingChange(held, { severity: null, lane: null, note: null })
    return {
      ...raised,
      patch: { ...raised.patch, status: plan.to, ...goesOn },
      facts: [...told, ...raised.facts],
      clockEvent: row.waitsFor === null ? null : 'resume',
    }
  })
}

type Refused = Extract<ReturnType<typeof planDecision>, { kind: 'refused' }>

function refusalOf(plan: Refused, row: Parameters<typeof atTheTop>[0]): AppError {
  switch (plan.code) {
    case 'four_eyes':
      return new AppError('four_eyes', refusals[plan.hand], { reason: plan.hand })
    case 'illegal_transition':
      return illegalMove(row.status, 'follow_up', plan.legal)
    case 'guard_failed': {
      const { missing } = plan
      return new AppError('guard_failed', `These checks have no answer yet: ${missing.join(', ')}.`, { missing })
    }
    case 'top_level':
      return atTheTop(row)
  }
}

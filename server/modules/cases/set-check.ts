import { type CheckResult, isUnderReview } from '../../core/cases/index.ts'
import type { Context } from '../../platform/context.ts'
import { AppError } from '../../platform/errors.ts'
import { keepEvidence, type NewEvidence } from './add-evidence.ts'
import type { ShownCase } from './case.ts'
import { caseActorOf } from './case-actor.ts'
import { noCaseChange } from './case-change.ts'
import { saveCheck } from './case-parts-store.ts'
import { handleCase } from './handle-case.ts'

export interface CheckAnswer {
  readonly caseId: string
  readonly name: string
  readonly result: CheckResult
  readonly note: string | null
  readonly evidence: readonly NewEvidence[]
  readonly expectedVersion: number | null
}

/**
 * Answers a risk check of a case under review, or answers it anew; the earlier answer stays in the trail. Any check of the
 * workflow may be answered, not only those the reason asks for. Null when there is no such case.
 * Throws `not_found` for a check that is none, and `conflict` once the case is decided.
 */
export async function setCheck(context: Context, input: CheckAnswer): Promise<ShownCase | null> {
  const { caseId, name, result, note, evidence, expectedVersion } = input
  const handling = { caseId, expectedVersion, permission: 'case:write' } as const
  return handleCase(context, handling, async ({ row, workflow }, tx) => {
    const known = new Set([...row.askedChecks, ...workflow.cases.checks.keys()])
    if (!known.has(name)) {
      throw new AppError('not_found', `There is no check "${name}". There are: ${[...known].join(', ')}.`)
    }
    if (!isUnderReview(row.status)) {
      throw new AppError('conflict', `This case is decided: it is in ${row.status}.`, { status: row.status })
    }
    const by = caseActorOf(context.principal)
    await saveCheck(tx, context.workspace.id, caseId, { name, result, note, by, at: context.now() })
    const pointer = (index: number) => `/evidence/${index}`
    const brought = await keepEvidence(tx, context, row, { pieces: evidence, check: name, pointer })
    return { ...noCaseChange, facts: [{ type: 'case.check_set', data: { check: name, result }, note }, ...brought] }
  })
}

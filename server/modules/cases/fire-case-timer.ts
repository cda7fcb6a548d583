import { fireCaseSteps, termsOfCaseClock } from '../../core/cases/index.ts'
import type { Context } from '../../platform/context.ts'
import { requirePermission } from '../access/index.ts'
import { type ClaimedTimer, takeTimer } from '../timers/index.ts'
import { holdWorkflow } from '../workflow/index.ts'
import { lockCase, saveCase } from './case-store.ts'
import { readCaseRow } from './case-view.ts'
import { armCaseTimer, clockFacts, recordFacts } from './commit-case.ts'

/**
 * Lets time act on the clock of a case: warnings and the breach that are due, each once, in one transaction with the timer
 * itself. False when the timer was moved or taken over meanwhile.
 */
export async function fireCaseTimer(context: Context, timer: ClaimedTimer): Promise<boolean> {
  requirePermission(context, 'case:write')
  const caseId = timer.subjectId
  return context.transaction(async (tx) => {
    const workspaceId = context.workspace.id
    const workflow = await holdWorkflow(tx, context)
    await lockCase(tx, workspaceId, caseId)
    const row = await readCaseRow(tx, workspaceId, caseId)
    if (!(await takeTimer(tx, workspaceId, timer))) return false
    if (row?.clock == null) return true
    const at = context.now()
    const fired = fireCaseSteps(row.clock, termsOfCaseClock(workflow, row.clock), at)
    const facts = clockFacts(fired)
    if (facts.length > 0) {
      const patch = { clock: fired.held }
      const saved = await saveCase(tx, workspaceId, { caseId, patch, events: facts.length, at })
      await recordFacts(tx, context, { row, facts, firstSeq: saved.eventSeq - facts.length + 1 })
    }
    await armCaseTimer(tx, context, { caseId, moved: fired, workflow })
    return true
  })
}

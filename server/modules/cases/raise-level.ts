import { isUnderReview, nextLevel } from '../../core/cases/index.ts'
import type { Priority } from '../../core/workflow/index.ts'
import type { Context } from '../../platform/context.ts'
import { AppError } from '../../platform/errors.ts'
import type { TaskMove } from '../handling/index.ts'
import { keepEvidence, type NewEvidence } from './add-evidence.ts'
import type { CaseRow, ShownCase } from './case.ts'
import type { CaseChange, CaseFact, HeldCase } from './case-change.ts'
import { noCaseChange } from './case-change.ts'
import { handleCase } from './handle-case.ts'
import { requireLane } from './open-case.ts'

export interface LevelRaise {
  readonly caseId: string
  /** Null = as it is. */
  readonly severity: Priority | null
  /** Null = it stays in its queue. */
  readonly lane: string | null
  readonly note: string | null
  readonly evidence: readonly NewEvidence[]
  readonly expectedVersion: number | null
}

/**
 * Raises an open case to the next level, where somebody else looks into it: its work waits anew, in another queue where a
 * lane is named. Null when there is no such case. Throws `conflict` at the top, and once it is decided.
 */
export async function raiseLevel(context: Context, input: LevelRaise): Promise<ShownCase | null> {
  const { caseId, expectedVersion } = input
  const handling = { caseId, expectedVersion, permission: 'case:open', holdsWork: true } as const
  return handleCase(context, handling, async (held, tx) => {
    requireLane(held.workflow, input.lane)
    const raised = raisingChange(held, input)
    const pointer = (index: number) => `/evidence/${index}`
    const brought = await keepEvidence(tx, context, held.row, { pieces: input.evidence, check: null, pointer })
    return { ...raised, facts: [...raised.facts, ...brought] }
  })
}

/** What it means for a case to reach the next level. Throws `conflict`. */
export function raisingChange(
  { row, grip }: HeldCase,
  { severity, lane, note }: Pick<LevelRaise, 'severity' | 'lane' | 'note'>,
): CaseChange {
  if (!isUnderReview(row.status)) {
    throw new AppError('conflict', `This case is decided: it is in ${row.status}.`, { status: row.status })
  }
  const level = nextLevel(row)
  if (level === null) throw atTheTop(row)
  const to = { severity: severity ?? row.severity, queue: lane ?? row.queue }
  const fact: CaseFact = { type: 'case.escalated', data: { from: row.level, to: level, ...to }, note }
  const queue = to.queue === null ? {} : { queue: to.queue }
  return {
    ...noCaseChange,
    patch: { level, severity: to.severity, ...queue },
    facts: [fact],
    taskMoves: workAt(to, { row, hasWork: grip?.task != null }),
    raisedTo: level,
  }
}

/** The refusal of what only a next level could do. */
export function atTheTop({ level, maxLevel }: CaseRow): AppError {
  const message = `This case is at level ${level} of ${maxLevel}: there is no higher one.`
  return new AppError('conflict', message, { reason: 'top_level', level, maxLevel })
}

/** Whoever has the work gives it up: a higher level is somebody else. */
function workAt(
  { queue, severity: priority }: { queue: string | null; severity: Priority },
  { row, hasWork }: { row: CaseRow; hasWork: boolean },
): TaskMove[] {
  if (queue === null) return []
  if (!hasWork) return [{ kind: 'queueCase', queue, priority }]
  const move: TaskMove =
    queue === row.queue ? { kind: 'requeue' } : { kind: 'transfer', to: { how: 'queue', queue, restart: false } }
  return priority === row.severity ? [move] : [move, { kind: 'update', priority }]
}

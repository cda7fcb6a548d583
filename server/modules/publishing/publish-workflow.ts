import { type ControlChange, controlChanges } from '../../core/automations/index.ts'
import {
  changedHours,
  controlPlacesOf,
  keyChanges,
  parseWorkflow,
  renamesOf,
  type RolloutFigure,
  type RolloutMeasure,
  type WorkflowSnapshot,
} from '../../core/workflow/index.ts'
import type { Context, Tx } from '../../platform/context.ts'
import { requirePermission } from '../access/index.ts'
import { appendWorkspaceEvent } from '../events/index.ts'
import { followStages } from '../handling/index.ts'
import {
  keepPastHours,
  lockWorkflow,
  moveWorkflow,
  publishedMeanwhile,
  recordVersion,
  reloadWorkflow,
  requirePublishable,
  type WorkflowCheck,
  type WorkflowVersion,
} from '../workflow/index.ts'
import { applyRenames } from './apply-renames.ts'
import { refuseKeysInUse } from './refuse-keys-in-use.ts'

export interface PublishedWorkflow {
  readonly version: number
  readonly check: WorkflowCheck
}

interface Publication {
  readonly document: string
  /** The version the author saw; null = whatever is in force. */
  readonly expectedVersion: number | null
  /** The version that gives way because its tasks fare worse, the one that comes back, and by which figures. */
  readonly rolledBack?: {
    readonly from: number
    readonly to: number
    readonly measure: RolloutMeasure
    readonly rolledOut: RolloutFigure
    readonly others: RolloutFigure
  }
}

/**
 * Puts a document in force at once, for every node, when it has no error, its tests pass, and it keeps or renames every
 * key in use. Publishing the very text in force answers that version.
 * Throws `workflow_invalid`, `workflow_key_in_use` and `version_mismatch`.
 */
export async function publishWorkflow(context: Context, input: Publication): Promise<PublishedWorkflow> {
  requirePermission(context, 'workflow:write')
  const { snapshot, ...check } = await requirePublishable(context, input.document)
  const version = await context.transaction(async (tx) => {
    const current = await lockWorkflow(tx, context)
    const from = current?.version ?? 0
    if (input.expectedVersion !== null && input.expectedVersion !== from) throw publishedMeanwhile(from)
    if (current?.document === input.document) return from
    const to = from + 1
    if (current === null) await moveWorkflow(tx, context, { from, to })
    else await follow(tx, context, { before: current, after: snapshot, document: input.document })
    const controls = controlChangesOf(current, snapshot)
    await recordVersion(tx, context, { version: to, document: input.document, controls })
    if (input.rolledBack !== undefined) {
      const { rolledOut, others, ...which } = input.rolledBack
      const data = { version: to, ...which, rolledOut: { ...rolledOut }, others: { ...others } }
      await appendWorkspaceEvent(tx, context, { type: 'workflow.rolled_back', data })
    }
    return to
  })
  await reloadWorkflow(context)
  return { version, check: { ...check, snapshot } }
}

/** What it changes in how far automation may go; a first version, or one after what cannot be read, changes nothing. */
function controlChangesOf(before: WorkflowVersion | null, after: WorkflowSnapshot): readonly ControlChange[] {
  const was = before === null ? null : parseWorkflow(before.document).document
  return was === null ? [] : controlChanges(controlPlacesOf(was), after.automation.controls)
}

/**
 * Moves to the next version and takes the rows along. What there is goes first, while new tickets still arrive; the few
 * that arrived meanwhile follow once none does.
 */
async function follow(
  tx: Tx,
  context: Context,
  { before, after, document }: { before: WorkflowVersion; after: WorkflowSnapshot; document: string },
): Promise<void> {
  const move = { from: before.version, to: before.version + 1 }
  const was = parseWorkflow(before.document).document
  // A version that this program cannot read any more has no keys to keep, and must not stand against its repair.
  if (was === null) return moveWorkflow(tx, context, move)
  const changes = keyChanges(was, after.document)
  const closedAfter = context.now() - after.reopenWindowMs
  const step = { changes, document, renames: renamesOf(changes), version: move.to, closedAfter }
  await refuseKeysInUse(tx, context, step)
  await applyRenames(tx, context, step)
  await moveWorkflow(tx, context, move)
  const renamedCalendars = step.renames.calendars
  const ended = changedHours(was, after.document, renamedCalendars)
  await keepPastHours(tx, context, { ended, renames: renamedCalendars })
  await refuseKeysInUse(tx, context, step)
  await applyRenames(tx, context, step)
  await followStages(tx, context, { before: was, after })
}

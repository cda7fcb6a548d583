import type { ControlChange } from '../../core/automations/index.ts'
import type { EndedHours } from '../../core/workflow/index.ts'
import type { Context, Tx } from '../../platform/context.ts'
import { AppError } from '../../platform/errors.ts'
import { appendWorkspaceEvent } from '../events/index.ts'
import { insertPastHours, renamePastHours } from './past-hours-store.ts'
import { insertVersion, moveCurrentVersion } from './workflow-store.ts'

/**
 * Makes `to` the version in force, in a transaction that has locked the workflow. Intake writes nothing more by the one
 * before, so what came by it can be seen from now on. Throws `version_mismatch` when `from` is in force no more.
 */
export async function moveWorkflow(tx: Tx, context: Context, move: { from: number; to: number }): Promise<void> {
  const moved = await moveCurrentVersion(tx, context.workspace.id, move)
  if (!moved) throw publishedMeanwhile(move.from)
}

/** Keeps the document of a version and tells of its publication, and of what it changes in how far automation may go. */
export async function recordVersion(
  tx: Tx,
  context: Context,
  { version, document, controls = [] }: { version: number; document: string; controls?: readonly ControlChange[] },
): Promise<void> {
  const { kind, id, name } = context.principal
  await insertVersion(tx, context.workspace.id, {
    version,
    document,
    publishedBy: { kind, id, name },
    publishedAt: new Date(context.now()),
  })
  await appendWorkspaceEvent(tx, context, {
    type: 'workflow.published',
    data: { version, ...(controls.length > 0 && { controls: controls.map((change) => ({ ...change })) }) },
  })
}

/** Keeps the hours that a version ends: what was counted by them stays what it was. */
export async function keepPastHours(
  tx: Tx,
  context: Context,
  { ended, renames }: { ended: readonly EndedHours[]; renames: Readonly<Record<string, string>> },
): Promise<void> {
  await renamePastHours(tx, context.workspace.id, renames)
  await insertPastHours(tx, context.workspace.id, { ended, until: new Date(context.now()) })
}

/** Refuses to publish over another version than the one that was seen. */
export function publishedMeanwhile(version: number): AppError {
  return new AppError('version_mismatch', `Version ${version} or a later one was published meanwhile.`, {
    currentVersion: version,
  })
}

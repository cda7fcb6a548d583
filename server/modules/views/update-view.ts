import type { Context, Tx } from '../../platform/context.ts'
import { AppError } from '../../platform/errors.ts'
import { encodeId } from '../../platform/ids.ts'
import { requirePermission } from '../access/index.ts'
import { appendWorkspaceEvent } from '../events/index.ts'
import { checkView } from './check-view.ts'
import { deleteViewRow, lockViews, orderViews, saveView } from './saved-view-store.ts'
import { findSavedView, findSavedViews } from './saved-view-view.ts'
import type { SavedView, ViewDetails } from './view.ts'
import { requireMaySharing, requireOwnView, seerOf } from './view-rights.ts'

/** Changes what is named of a view; null when this caller sees none like it. Throws `version_mismatch`. */
export async function updateView(
  context: Context,
  input: { viewId: string; changes: Partial<ViewDetails>; expectedVersion: number | null },
): Promise<SavedView | null> {
  requirePermission(context, 'ticket:read')
  return context.transaction(async (tx) => {
    const before = await lockView(tx, context, input)
    if (before === null) return null
    const changed = Object.keys(input.changes)
    if (changed.length === 0) return before
    const after = { ...before, ...input.changes, ...teamsOf(before, input.changes) }
    requireMaySharing(context, after.sharedWith)
    checkView(after)
    if (after.name === null && after.slug === null)
      throw new AppError('invalid', 'A view needs a name.', {}, [
        { pointer: '/name', code: 'required', message: 'Only views of the product go without a name of their own.' },
      ])
    // Who takes a shared view back has it.
    const ownerId = after.sharedWith === 'nobody' ? context.principal.id : before.ownerId
    await saveView(tx, context.workspace.id, { ...after, ownerId })
    const data = { viewId: encodeId('view', before.id), sharedWith: after.sharedWith, changed }
    await appendWorkspaceEvent(tx, context, { type: 'view.updated', data })
    return findSavedView(tx, context.workspace.id, { seer: seerOf(context), id: before.id, slug: null })
  })
}

/** Deletes a view. False when this caller sees none like it. */
export async function deleteView(
  context: Context,
  input: { viewId: string; expectedVersion: number | null },
): Promise<boolean> {
  requirePermission(context, 'ticket:read')
  return context.transaction(async (tx) => {
    const view = await lockView(tx, context, input)
    if (view === null) return false
    await deleteViewRow(tx, context.workspace.id, view.id)
    const data = { viewId: encodeId('view', view.id), sharedWith: view.sharedWith }
    await appendWorkspaceEvent(tx, context, { type: 'view.deleted', data })
    return true
  })
}

/**
 * Puts views into the order given: those named take the places they have among themselves. Gives all that this caller
 * sees. Throws `not_found` for one they do not see, `forbidden` for one they may not change.
 */
export async function orderSavedViews(
  context: Context,
  { viewIds }: { viewIds: readonly string[] },
): Promise<SavedView[]> {
  requirePermission(context, 'ticket:read')
  return context.transaction(async (tx) => {
    await lockViews(tx, context.workspace.id, null)
    const seen = new Map(
      (await findSavedViews(tx, context.workspace.id, seerOf(context))).map((view) => [view.id, view]),
    )
    const unseen = viewIds.findIndex((id) => !seen.has(id))
    if (unseen >= 0) throw new AppError('not_found', `There is no view like the one at /ids/${unseen}.`)
    const views = viewIds.flatMap((id) => seen.get(id) ?? [])
    for (const view of views) requireOwnView(context, view)
    await orderViews(tx, context.workspace.id, viewIds)
    const [first] = views
    if (first !== undefined) {
      const data = { viewId: encodeId('view', first.id), sharedWith: first.sharedWith, changed: ['position'] }
      await appendWorkspaceEvent(tx, context, { type: 'view.updated', data })
    }
    return findSavedViews(tx, context.workspace.id, seerOf(context))
  })
}

async function lockView(
  tx: Tx,
  context: Context,
  { viewId, expectedVersion }: { viewId: string; expectedVersion: number | null },
): Promise<SavedView | null> {
  await lockViews(tx, context.workspace.id, null)
  const view = await findSavedView(tx, context.workspace.id, { seer: seerOf(context), id: viewId, slug: null })
  if (view === null) return null
  requireOwnView(context, view)
  if (expectedVersion !== null && expectedVersion !== view.version)
    throw new AppError('version_mismatch', 'The view has been changed meanwhile.', { version: view.version })
  return view
}

/** Who shares it otherwise than with teams says nothing more of them. */
function teamsOf({ teams }: SavedView, changes: Partial<ViewDetails>): Pick<ViewDetails, 'teams'> {
  if (changes.teams !== undefined) return { teams: changes.teams }
  return { teams: changes.sharedWith === undefined || changes.sharedWith === 'teams' ? teams : [] }
}

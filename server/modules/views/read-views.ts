import type { Context } from '../../platform/context.ts'
import { refuseField } from '../../platform/errors.ts'
import { decodeId } from '../../platform/ids.ts'
import { requirePermission } from '../access/index.ts'
import { findSavedView, findSavedViews } from './saved-view-view.ts'
import type { SavedView } from './view.ts'
import { seerOf } from './view-rights.ts'

/** The views this caller sees: what is shared, then their own, each in its order. */
export async function listViews(context: Context): Promise<SavedView[]> {
  requirePermission(context, 'ticket:read')
  return context.read((tx) => findSavedViews(tx, context.workspace.id, seerOf(context)))
}

/** One view, or null when there is none this caller sees. */
export async function getView(context: Context, { viewId }: { viewId: string }): Promise<SavedView | null> {
  requirePermission(context, 'ticket:read')
  const seer = seerOf(context)
  return context.read((tx) => findSavedView(tx, context.workspace.id, { seer, id: viewId, slug: null }))
}

/** The search of a view, named by its slug or its id. Throws `invalid` for one this caller does not see. */
export async function searchOfView(context: Context, named: string): Promise<string> {
  const seer = seerOf(context)
  const key = { seer, id: decodeId('view', named), slug: named }
  const view = await context.read((tx) => findSavedView(tx, context.workspace.id, key))
  if (view === null) throw refuseField('view', 'unknown_view', `There is no view "${named}"; GET /v1/views lists them.`)
  return view.q
}

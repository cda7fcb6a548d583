import type { Context } from '../../platform/context.ts'
import { AppError } from '../../platform/errors.ts'
import { encodeId, newId } from '../../platform/ids.ts'
import { requirePermission } from '../access/index.ts'
import { appendWorkspaceEvent } from '../events/index.ts'
import { checkView } from './check-view.ts'
import { insertView, lockViews } from './saved-view-store.ts'
import { findSavedView } from './saved-view-view.ts'
import type { SavedView, ViewDetails } from './view.ts'
import { requireMaySharing, seerOf } from './view-rights.ts'

/** Views of one person, and shared ones of a workspace. */
const [mostOwn, mostShared] = [50, 100]

/** Saves a search under a name. Throws `invalid` for one that cannot be read, `conflict` when there are too many. */
export async function createView(context: Context, details: ViewDetails): Promise<SavedView> {
  requirePermission(context, 'ticket:read')
  requireMaySharing(context, details.sharedWith)
  checkView(details)
  return context.transaction(async (tx) => {
    const workspaceId = context.workspace.id
    const isOwn = details.sharedWith === 'nobody'
    const most = isOwn ? mostOwn : mostShared
    if ((await lockViews(tx, workspaceId, isOwn ? context.principal.id : null)) >= most)
      throw new AppError('conflict', `There are ${most} views already; delete one first.`)
    const id = newId()
    await insertView(tx, workspaceId, { ...details, id, ownerId: context.principal.id })
    const data = { viewId: encodeId('view', id), sharedWith: details.sharedWith }
    await appendWorkspaceEvent(tx, context, { type: 'view.created', data })
    const view = await findSavedView(tx, workspaceId, { seer: seerOf(context), id, slug: null })
    if (view === null) throw new Error(`View ${id} vanished in its own transaction.`)
    return view
  })
}

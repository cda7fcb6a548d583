import type { Context } from '../../platform/context.ts'
import { encodeId } from '../../platform/ids.ts'
import { nameOf, type SavedView } from './view.ts'
import { mayChange } from './view-rights.ts'

/** A view as the API writes it, with whether this caller may change it. */
export function presentView(context: Context, view: SavedView) {
  return {
    id: encodeId('view', view.id),
    slug: view.slug,
    name: nameOf(view),
    hasOwnName: view.name !== null,
    icon: view.icon,
    q: view.q,
    sort: view.sort,
    columns: [...view.columns],
    groupBy: view.groupBy,
    sharedWith: view.sharedWith,
    teams: [...view.teams],
    isOwn: view.ownerId === context.principal.id,
    canEdit: mayChange(context, view),
    version: view.version,
    createdAt: new Date(view.createdAt).toISOString(),
    updatedAt: new Date(view.updatedAt).toISOString(),
  }
}

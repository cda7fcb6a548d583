import type { Context } from '../../platform/context.ts'
import { AppError } from '../../platform/errors.ts'
import { isForStaff } from '../../platform/principal.ts'
import { can, requirePermission } from '../access/index.ts'
import type { Seer } from './saved-view-view.ts'
import type { SavedView, ViewSharing } from './view.ts'

/** Shared views are everybody's: who is limited to a part of the workspace changes none. */
const everywhere = { channel: null, queue: null, partnerId: null }

/** Whose views this caller sees. */
export function seerOf({ principal }: Context): Seer {
  const isStaff = isForStaff(principal)
  const isKeeper = can(principal, 'view:write', everywhere)
  return { ownerId: principal.id, agentId: principal.agentId, isStaff, isKeeper }
}

/** Whether this caller may change a view: everybody their own, keepers what is shared. */
export function mayChange({ principal }: Context, view: Pick<SavedView, 'sharedWith' | 'ownerId'>): boolean {
  return view.sharedWith === 'nobody' ? view.ownerId === principal.id : can(principal, 'view:write', everywhere)
}

/** Throws `forbidden` for who may not change a view, or not share it so. */
export function requireOwnView(context: Context, view: Pick<SavedView, 'sharedWith' | 'ownerId'>): void {
  requirePermission(context, 'ticket:read')
  if (!mayChange(context, view)) throw new AppError('forbidden', 'This view is shared; changing it takes view:write.')
}

/** Throws `forbidden` where a view is to be shared by who may not. */
export function requireMaySharing(context: Context, sharedWith: ViewSharing): void {
  if (sharedWith !== 'nobody') requirePermission(context, 'view:write', everywhere)
}
